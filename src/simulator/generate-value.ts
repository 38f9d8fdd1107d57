import type { ContentInfo, PayloadSchema, PrimitiveCode } from "../schema/interface-schema.js";
import type { Random } from "./random.js";
import { typicalRange } from "./typical-range.js";

/** What a generated value depends on, beside its schema. */
export interface GenerateContext {
  readonly random: Random;
  readonly clock: { now(): Date };
  /** Schemas that contain themselves, by key. */
  readonly schemas?: Readonly<Record<string, PayloadSchema>>;
  /** Unit and semantic type guide the size of numbers. */
  readonly info?: ContentInfo;
}

/** Levels below which arrays and maps are left empty, so that a schema containing itself comes to an end. */
const maximumDepth = 4;

/** A value that fits the schema, plausible where unit or semantic type say what is; 64-bit integers are `bigint`. */
export function generateValue(schema: PayloadSchema, context: GenerateContext): unknown {
  return generate(schema, context, 0);
}

function generate(schema: PayloadSchema, context: GenerateContext, depth: number): unknown {
  const { random, schemas } = context;
  if (typeof schema === "string") return primitives[schema](context);
  if ("enum" in schema) return random.pick(schema.enum);
  if ("ref" in schema) {
    const target = schemas?.[schema.ref];
    if (target === undefined) throw new RangeError(`There is no schema "${schema.ref}".`);
    return generate(target, context, depth);
  }
  if ("object" in schema) {
    return Object.fromEntries(
      Object.entries(schema.object).flatMap(([name, field]) => {
        // Fields are optional in DTDL; a nested object of the same kind ends by leaving it out.
        if (depth >= maximumDepth && typeof field === "object" && "ref" in field) return [];
        return [[name, generate(field, context, depth + 1)]];
      }),
    );
  }
  const length = depth >= maximumDepth ? 0 : random.integer(1, 3);
  if ("array" in schema) {
    return Array.from({ length }, () => generate(schema.array, context, depth + 1));
  }
  return Object.fromEntries(
    Array.from({ length }, (_, index) => [
      `key${index + 1}`,
      generate(schema.map, context, depth + 1),
    ]),
  );
}

const primitives: Readonly<Record<PrimitiveCode, (context: GenerateContext) => unknown>> = {
  boolean: ({ random }) => random.next() < 0.5,
  byte: (context) => integerNear(context, -128, 127),
  bytes: ({ random }) =>
    Buffer.from(Array.from({ length: 6 }, () => random.integer(0, 255))).toString("base64"),
  date: ({ clock }) => clock.now().toISOString().slice(0, 10),
  dateTime: ({ clock }) => clock.now().toISOString(),
  decimal: (context) => String(decimalNear(context)),
  double: (context) => decimalNear(context),
  duration: ({ random }) => `PT${random.integer(1, 59)}M${random.integer(0, 59)}S`,
  float: (context) => decimalNear(context),
  integer: (context) => integerNear(context, -(2 ** 31), 2 ** 31 - 1),
  long: (context) => BigInt(integerNear(context, 0, 2 ** 40)),
  short: (context) => integerNear(context, -(2 ** 15), 2 ** 15 - 1),
  string: ({ random }) => `${random.pick(words)}-${random.integer(100, 999)}`,
  time: ({ clock }) => `${clock.now().toISOString().slice(11, 19)}Z`,
  unsignedByte: (context) => integerNear(context, 0, 255),
  unsignedInteger: (context) => integerNear(context, 0, 2 ** 32 - 1),
  unsignedLong: (context) => BigInt(integerNear(context, 0, 2 ** 40)),
  unsignedShort: (context) => integerNear(context, 0, 2 ** 16 - 1),
  uuid: ({ random }) => uuid(random),
};

const words = ["amber", "birch", "cedar", "delta", "ember", "fjord", "grove", "harbor"];

/** Two decimals are what a sensor shows. */
function decimalNear({ random, info }: GenerateContext): number {
  const [low, high] = typicalRange(info);
  return Math.round((low + random.next() * (high - low)) * 100) / 100;
}

function integerNear({ random, info }: GenerateContext, minimum: number, maximum: number): number {
  const [low, high] = typicalRange(info);
  const from = Math.max(Math.ceil(low), minimum);
  const to = Math.min(Math.floor(high), maximum);
  return from <= to ? random.integer(from, to) : random.integer(minimum, maximum);
}

/** Version 4 of RFC 9562: random but for the version and variant bits. */
function uuid(random: Random): string {
  const bytes = Array.from({ length: 16 }, () => random.integer(0, 255));
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x40;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  return Buffer.from(bytes)
    .toString("hex")
    .replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}
