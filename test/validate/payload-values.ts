import type { PayloadSchema, PrimitiveCode } from "../../src/schema/interface-schema.js";
import type { Random } from "../../src/simulator/random.js";

/** Schemas that `ref`s name. */
export type Schemas = Readonly<Record<string, PayloadSchema>>;

const two = (random: Random, low: number, high: number): string =>
  String(random.integer(low, high)).padStart(2, "0");

const digits = (random: Random, most: number): string =>
  String(random.integer(0, 10 ** random.integer(1, most) - 1));

function date(random: Random): string {
  const year = random.pick([1, 4, 100, 1900, 2000, 2023, 2024, 2026, 9999]);
  const month = random.integer(1, 12);
  const days = new Date(Date.UTC(year < 100 ? year + 400 : year, month, 0)).getUTCDate();
  const day = random.pick([1, days, random.integer(1, days)]);
  return `${String(year).padStart(4, "0")}-${String(month).padStart(2, "0")}-${String(day).padStart(2, "0")}`;
}

function time(random: Random): string {
  const hourMinute = (): string => `${two(random, 0, 23)}:${two(random, 0, 59)}`;
  const fraction = random.pick(["", "", `.${digits(random, 9)}`]);
  const offset = random.pick(["Z", `+${hourMinute()}`, `-${hourMinute()}`]);
  return `${hourMinute()}:${two(random, 0, 59)}${fraction}${offset}`;
}

function duration(random: Random): string {
  const some = (letters: string): string =>
    [...letters].map((each) => (random.next() < 0.5 ? digits(random, 3) + each : "")).join("");
  const days = random.pick([some("YMD"), some("YMD"), some("WD")]);
  const hours = some("HMS");
  const text = `P${days}${hours === "" ? "" : `T${hours}`}`;
  if (text === "P") return "PT0.5S";
  const isFractional = random.next() < 0.3;
  return isFractional ? `${text.slice(0, -1)}.${digits(random, 3)}${text.slice(-1)}` : text;
}

const hex = (random: Random, length: number): string =>
  Array.from({ length }, () => random.pick([..."0123456789abcdefABCDEF"])).join("");

function base64(random: Random): string {
  const bytes = Array.from({ length: random.integer(0, 9) }, () => random.integer(0, 255));
  return Buffer.from(bytes).toString("base64");
}

const integer =
  (low: number, high: number) =>
  (random: Random): number =>
    random.pick([low, high, 0, random.integer(low, high)]);

function long(random: Random): bigint | number {
  const bound = 2n ** 63n;
  return random.pick<bigint | number>([
    -bound,
    bound - 1n,
    2 ** 53 - 1,
    -(2 ** 53) + 1,
    random.integer(-1e9, 1e9),
    BigInt(random.integer(0, 2 ** 52)) * 1024n,
  ]);
}

/** An instance of each primitive. */
const instances: Readonly<Record<PrimitiveCode, (random: Random) => unknown>> = {
  boolean: (random) => random.next() < 0.5,
  byte: integer(-128, 127),
  bytes: base64,
  date,
  dateTime: (random) => `${date(random)}T${time(random)}`,
  decimal: (random) =>
    `${random.pick(["", "-", "+"])}${digits(random, 20).replace(/e.*/, "")}${random.pick(["", ".", ".0", ".125"])}`,
  double: (random) =>
    random.pick<unknown>([0.1, 1e300, Number.MAX_VALUE, 5e-324, 10n ** 30n, random.normal() * 1e6]),
  duration,
  float: (random) =>
    random.pick<unknown>([3.4028234e38, -1e-50, 10n ** 30n, random.normal() * 100]),
  integer: integer(-(2 ** 31), 2 ** 31 - 1),
  long,
  short: integer(-(2 ** 15), 2 ** 15 - 1),
  string: (random) => random.pick(["", "x", "null", "\u0000", "é€😀", '"\\', digits(random, 9)]),
  time,
  unsignedByte: integer(0, 255),
  unsignedInteger: integer(0, 2 ** 32 - 1),
  unsignedLong: (random) =>
    random.pick<unknown>([0, 2n ** 64n - 1n, 2 ** 53 - 1, random.integer(0, 1e9)]),
  unsignedShort: integer(0, 65535),
  uuid: (random) => [8, 4, 4, 4, 12].map((length) => hex(random, length)).join(random.pick(["-"])),
};

export const primitiveCodes: readonly PrimitiveCode[] = Object.keys(instances) as PrimitiveCode[];

const mapNames = ["", "__proto__", "a/b", "~1", "constructor", "\u0000", "key", "temperature"];

/** An instance of a schema; `levels` is how far down arrays, maps and objects still have members. */
export function instanceOf(
  schema: PayloadSchema,
  schemas: Schemas,
  random: Random,
  levels: number,
): unknown {
  if (typeof schema === "string") return instances[schema](random);
  if ("enum" in schema) return random.pick(schema.enum);
  if ("ref" in schema) {
    return instanceOf(schemas[schema.ref] as PayloadSchema, schemas, random, levels);
  }
  const make = (part: PayloadSchema): unknown => instanceOf(part, schemas, random, levels - 1);
  const count = levels <= 0 ? 0 : random.integer(0, 3);
  if ("array" in schema) return Array.from({ length: count }, () => make(schema.array));
  if ("map" in schema) {
    const names = Array.from({ length: count }, () => random.pick(mapNames));
    return Object.fromEntries(names.map((name) => [name, make(schema.map)]));
  }
  const fields = Object.entries(schema.object).filter(() => levels > 0 && random.next() < 0.8);
  return Object.fromEntries(fields.map(([name, field]) => [name, make(field)]));
}

const characters = [..."0123456789-+:.TZtzPYMWDHS=/AFfgGxe \n\u0000\u0660é"];

/** The value with one change somewhere in it. It may still be an instance. */
export function mutated(value: unknown, random: Random): unknown {
  const isContainer = typeof value === "object" && value !== null;
  if (isContainer && random.next() < 0.75) {
    const entries = Object.entries(value);
    const chosen = random.integer(0, entries.length);
    const changed = entries.flatMap(([name, member], index): [string, unknown][] => {
      if (index !== chosen) return [[name, member]];
      const luck = random.integer(0, 9);
      if (luck === 0) return [];
      return luck === 1 ? [[`${name}x`, member]] : [[name, mutated(member, random)]];
    });
    if (Array.isArray(value)) {
      const items = changed.map(([, item]) => item);
      return chosen === entries.length ? [...items, random.pick([null, 0, "x", [], {}])] : items;
    }
    if (chosen === entries.length) {
      changed.push([random.pick([...mapNames, "a", "b"]), random.pick([null, 1, "x", [], {}])]);
    }
    return Object.fromEntries(changed);
  }
  if (random.next() < 0.2) return random.pick([null, true, 0.5, "", "x", [], {}, [[]]]);
  switch (typeof value) {
    case "string":
      return mutatedText(value, random);
    case "bigint":
      return random.pick<unknown>([-value, value + 1n, value - 1n, value * 2n, String(value)]);
    case "number":
      // Beyond 53 bits a text says more than the number.
      return random.pick<unknown>([
        (value % 2 ** 31) + 0.5,
        -value || 0,
        256,
        65536,
        -129,
        2 ** 31,
        2 ** 32,
      ]);
    case "boolean":
      return random.pick([0, "true", null]);
    default:
      return random.pick([null, 1, "x", true]);
  }
}

function mutatedText(text: string, random: Random): string {
  const at = random.integer(0, text.length);
  const character = random.pick(characters);
  const rest = random.pick([text.slice(at), text.slice(at + 1)]);
  return text.slice(0, at) + (random.next() < 0.7 ? character : "") + rest;
}
