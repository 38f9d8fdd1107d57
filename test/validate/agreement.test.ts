import fc from "fast-check";
import { expect, test } from "vitest";
import { validateInstance } from "../../src/dtdl/instance.js";
import type { Schema, Telemetry } from "../../src/dtdl/model.js";
import { parseModel } from "../../src/dtdl/parse.js";
import type { Issue } from "../../src/errors.js";
import { describeInterface } from "../../src/schema/describe.js";
import type { PayloadSchema, PrimitiveCode } from "../../src/schema/interface-schema.js";
import { createValidator, type PayloadValidator } from "../../src/validate/validator.js";

/*
 * The same rules judge JSON texts and JavaScript values. Here DTDL v4 schemas are made up, and values that fit them, nearly
 * fit them, or have nothing to do with them: both must find the same faults at the same places.
 */

/** Instances of each primitive. */
const good: Readonly<Record<PrimitiveCode, readonly unknown[]>> = {
  boolean: [true, false],
  byte: [-128, -1, -0, 0, 1, 127],
  bytes: ["", "AQID", "AQI=", "AQ=="],
  date: ["2026-11-20", "2024-02-29", "0001-01-01"],
  dateTime: ["2026-11-20T08:00:00Z", "2026-11-20T08:00:00.25+14:00"],
  decimal: ["0", "12.50", "1.", "+1", "-0.0"],
  double: [1.5, 1e300, -5e-324, Number.MAX_VALUE, 1e21, -0],
  duration: ["P1Y2M", "PT0.5S", "P1.5D", "PT36H", "P2W"],
  float: [3.402823e38, 3.4028235677973362e38, 1e-50, 16777217],
  integer: [-2147483648, 2147483647],
  long: [2 ** 53 - 1, -(2 ** 53) + 1, 0],
  short: [-32768, 32767],
  string: ["x", "\u0000", "\ud800", "null"],
  time: ["08:00:00Z", "23:59:59.5-23:59"],
  unsignedByte: [255, -0],
  unsignedInteger: [4294967295],
  unsignedLong: [2 ** 53 - 1],
  unsignedShort: [65535],
  uuid: ["f81d4fae-7dec-11d0-a765-00a0c91e6bf6", "F81D4FAE-7DEC-11D0-A765-00A0C91E6BF6"],
};

/** Values that only just are no instances. */
const nearMisses: Readonly<Record<PrimitiveCode, readonly unknown[]>> = {
  boolean: ["true", 1],
  byte: [-129, 128, 0.5],
  bytes: ["AQI", "AQ_-", "====", "AQID\n"],
  date: ["2023-02-29", "0000-01-01", "2026-11-31", "2026-1-1"],
  dateTime: [
    "2026-11-20 08:00:00Z",
    "2026-11-20T23:59:60Z",
    "2026-02-29T08:00:00Z",
    "0000-11-20T08:00:00Z",
    "2026-11-20T08:00:00",
  ],
  decimal: [".5", "01", "1e3", 1],
  double: [Number.NaN, Number.POSITIVE_INFINITY, "1"],
  duration: ["P", "P1YT", "P1.5Y2M", "P1W1M", "-P1D"],
  float: [3.402824e38, 3.4028235677973366e38, Number.NaN],
  integer: [-2147483649, 2147483648, 1.5],
  long: [2 ** 63, -(2 ** 63) - 2048, 1e21, "0"],
  short: [-32769, 32768],
  string: [0, null],
  time: ["24:00:00Z", "08:00:60Z", "08:00:00"],
  unsignedByte: [256, -1],
  unsignedInteger: [4294967296, -1],
  unsignedLong: [2 ** 64, 1e20, -1],
  unsignedShort: [65536, -1],
  uuid: ["{f81d4fae-7dec-11d0-a765-00a0c91e6bf6}"],
};

const codes = Object.keys(good) as PrimitiveCode[];

/** Names of Fields, of which some mean something in JavaScript. */
const names = ["a", "b", "value", "type", "constructor", "toString", "hasOwnProperty"];

/** A schema that contains itself; the other references are to schemas that DTDL brings along. */
const treeId = "dtmi:com:example:Tree;1";
const trees: PayloadSchema = {
  object: { value: "long", children: { array: { ref: treeId } }, by: { map: { ref: treeId } } },
};
const position = { array: "double" } as const;
const builtIns: Readonly<Record<string, PayloadSchema>> = {
  point: { object: { type: { enum: ["Point"] }, coordinates: position } },
  polygon: { object: { type: { enum: ["Polygon"] }, coordinates: { array: { array: position } } } },
  scaledDecimal: { object: { value: "decimal", scale: "short" } },
};

/** DTDL v4 lets schemas go so many levels down, and the built-in ones have four of their own. */
const maxLevels = 8;
const builtInLevels = 4;

const primitives = fc.constantFrom<PayloadSchema[]>(...codes);
const enums = fc
  .oneof(
    fc.uniqueArray(fc.constantFrom("x", "1", "PT1S", "constructor"), { minLength: 1 }),
    fc.uniqueArray(fc.constantFrom(0, 1, -5, 255), { minLength: 1 }),
  )
  .map((values): PayloadSchema => ({ enum: values }));
const references = fc.constantFrom(treeId, ...Object.keys(builtIns)).map((ref) => ({ ref }));

function schemasOf(levels: number): fc.Arbitrary<PayloadSchema> {
  if (levels === 0) return fc.oneof(primitives, enums);
  const part = schemasOf(levels - 1);
  const fields = fc.dictionary(fc.constantFrom(...names), part, {
    maxKeys: 3,
    noNullPrototype: true,
  });
  return fc.oneof(
    { weight: 3, arbitrary: primitives },
    { weight: 1, arbitrary: enums },
    { weight: 1, arbitrary: levels > builtInLevels ? references : enums },
    { weight: 4, arbitrary: part.map((array) => ({ array })) },
    { weight: 4, arbitrary: part.map((map) => ({ map })) },
    { weight: 4, arbitrary: fields.map((object) => ({ object })) },
  );
}

function toDtdl(schema: PayloadSchema): unknown {
  if (typeof schema === "string") return schema;
  if ("ref" in schema) return schema.ref;
  if ("array" in schema) return { "@type": "Array", elementSchema: toDtdl(schema.array) };
  if ("map" in schema) {
    return {
      "@type": "Map",
      mapKey: { name: "key", schema: "string" },
      mapValue: { name: "value", schema: toDtdl(schema.map) },
    };
  }
  if ("object" in schema) {
    const fields = Object.entries(schema.object).map(([name, field]) => ({
      name,
      schema: toDtdl(field),
    }));
    return { "@type": "Object", fields };
  }
  const enumValues = schema.enum.map((enumValue, index) => ({ name: `v${index}`, enumValue }));
  const valueSchema = typeof schema.enum[0] === "string" ? "string" : "integer";
  return { "@type": "Enum", valueSchema, enumValues };
}

interface Judges {
  readonly element: Schema;
  readonly validator: PayloadValidator;
}

function judgesOf(schema: PayloadSchema): Judges {
  const text = JSON.stringify({
    "@context": "dtmi:dtdl:context;4",
    "@id": "dtmi:com:example:Device;1",
    "@type": "Interface",
    contents: [{ "@type": "Telemetry", name: "t", schema: toDtdl(schema) }],
    schemas: [{ "@id": treeId, ...(toDtdl(trees) as object) }],
  });
  const iface = parseModel(text).interfaces.get("dtmi:com:example:Device;1");
  const element = (iface?.contents.get("t") as Telemetry | undefined)?.schema;
  if (iface === undefined || element === undefined) throw new Error("the model lacks its schema");
  const { telemetry, schemas } = describeInterface(iface);
  return { element, validator: createValidator(telemetry?.t?.schema ?? "string", schemas) };
}

const scalars = [...Object.values(good), ...Object.values(nearMisses)].flat();
const memberNames = ["", "__proto__", "a/b", "~1", "\u0000", "\ud800", ...names];

/** Makes values that fit a schema but for a fault here and there. */
function valueFor(schema: PayloadSchema, levels: number, gen: fc.GeneratorValue): unknown {
  const oneOf = <Value>(values: readonly Value[]): Value =>
    gen(fc.constantFrom<Value[]>, ...values);
  const count = (): number => (levels <= 0 ? 0 : gen(fc.nat, 3));
  const make = (part: PayloadSchema): unknown => valueFor(part, levels - 1, gen);
  const luck = gen(fc.nat, 40);
  if (luck === 0) return oneOf(scalars);
  if (luck === 1) return gen(fc.jsonValue, { maxDepth: 2 });
  if (typeof schema === "string") return oneOf(luck < 4 ? nearMisses[schema] : good[schema]);
  if ("ref" in schema) return make(builtIns[schema.ref] ?? trees);
  if ("enum" in schema) return oneOf(schema.enum);
  if ("array" in schema) return Array.from({ length: count() }, () => make(schema.array));
  const members =
    "map" in schema
      ? Array.from({ length: count() }, () => [oneOf(memberNames), make(schema.map)])
      : Object.entries(schema.object)
          .filter(() => levels > 0 && gen(fc.boolean))
          .map(([name, field]) => [name, make(field)]);
  if (luck === 4) members.push([oneOf(memberNames), oneOf(scalars)]);
  return Object.fromEntries(members);
}

const faults = (issues: readonly Issue[]): readonly string[] =>
  issues.map(({ code, path }) => `${code} ${path}`).sort();

test("a text and the value it stands for have the same faults, whatever the schema", () => {
  const seen = { conforming: 0, faulty: 0 };
  fc.assert(
    fc.property(schemasOf(maxLevels), fc.gen(), (schema, gen) => {
      const { element, validator } = judgesOf(schema);
      for (let round = 0; round < 10; round++) {
        const value = valueFor(schema, maxLevels + builtInLevels, gen);
        const text = JSON.stringify(value);
        const ofText = faults(validateInstance(element, text));
        expect([text, faults(validator.validate(value))]).toEqual([text, ofText]);
        if (ofText.length === 0) seen.conforming++;
        else seen.faulty++;
      }
    }),
  );
  expect(seen.conforming).toBeGreaterThan(0);
  expect(seen.faulty).toBeGreaterThan(0);
});

test("a text and the value it stands for have the same faults, whatever the number", () => {
  const judges = codes.map((code) => [code, judgesOf(code)] as const);
  const numbers = fc.oneof(fc.double(), fc.integer(), fc.maxSafeInteger(), fc.float());
  fc.assert(
    fc.property(numbers, (number) => {
      for (const [code, { element, validator }] of judges) {
        const text = JSON.stringify(number);
        const ofText = faults(validateInstance(element, text));
        const ofValue = validator
          .validate(number)
          .filter((issue) => issue.code !== "unsafeInteger");
        expect([code, text, faults(ofValue)]).toEqual([code, text, ofText]);
      }
    }),
  );
});

test("refuses a number that may have been rounded for a long, though its text is one", () => {
  for (const code of ["long", "unsignedLong"] as const) {
    const { element, validator } = judgesOf(code);
    for (const number of [2 ** 53, 2 ** 53 + 2, 1e18, 2 ** 62]) {
      expect(validateInstance(element, JSON.stringify(number))).toEqual([]);
      expect(validator.validate(number)).toMatchObject([{ code: "unsafeInteger" }]);
      expect(validator.validate(BigInt(number))).toEqual([]);
    }
  }
});

test("judges a bigint as its digits", () => {
  for (const code of ["long", "unsignedLong", "double", "float"] as const) {
    const { element, validator } = judgesOf(code);
    for (const bound of [0n, 2n ** 63n, -(2n ** 63n), 2n ** 64n, 2n ** 128n, 10n ** 400n]) {
      for (const value of [bound - 1n, bound, bound + 1n]) {
        const ofText = faults(validateInstance(element, String(value)));
        expect([code, value, faults(validator.validate(value))]).toEqual([code, value, ofText]);
      }
    }
  }
});

test("cannot tell from a value how its number was written", () => {
  const { element, validator } = judgesOf("unsignedByte");
  for (const text of ["1.0", "1e2", "-0"]) {
    expect([text, validateInstance(element, text).length]).toEqual([text, 1]);
    expect([text, validator.validate(JSON.parse(text))]).toEqual([text, []]);
  }
});

test("looks as deep into a value as into a text", () => {
  const { element, validator } = judgesOf({ ref: treeId });
  for (const [levels, count] of [
    [250, 0],
    [251, 1],
  ] as const) {
    const text = `${'{"children":['.repeat(levels)}${"]}".repeat(levels)}`;
    expect([levels, validateInstance(element, text).length]).toEqual([levels, count]);
    expect([levels, validator.validate(JSON.parse(text)).length]).toEqual([levels, count]);
  }
});
