import fc from "fast-check";
import { expect, test } from "vitest";
import type { PayloadSchema, PrimitiveCode } from "../../src/schema/interface-schema.js";
import { generateValue } from "../../src/simulator/generate-value.js";
import { createRandom } from "../../src/simulator/random.js";
import { createValidator } from "../../src/validate/validator.js";

const clock = { now: () => new Date("2026-11-20T08:00:00.123Z") };

const codes: readonly PrimitiveCode[] = [
  "boolean",
  "byte",
  "bytes",
  "date",
  "dateTime",
  "decimal",
  "double",
  "duration",
  "float",
  "integer",
  "long",
  "short",
  "string",
  "time",
  "unsignedByte",
  "unsignedInteger",
  "unsignedLong",
  "unsignedShort",
  "uuid",
];

const name = fc.stringMatching(/^[A-Za-z]([A-Za-z0-9_]{0,5}[A-Za-z0-9])?$/);

const { schema: anySchema } = fc.letrec<{ schema: PayloadSchema }>((tie) => ({
  schema: fc.oneof(
    { depthSize: "small", withCrossShrink: true },
    fc.constantFrom(...codes),
    fc.record({
      enum: fc.oneof(
        fc.uniqueArray(fc.string(), { minLength: 1, maxLength: 4 }),
        fc.uniqueArray(fc.integer(), { minLength: 1, maxLength: 4 }),
      ),
    }),
    fc.record({ array: tie("schema") }),
    fc.record({ map: tie("schema") }),
    fc.record({ object: fc.dictionary(name, tie("schema"), { maxKeys: 4 }) }),
  ),
}));

const units = fc.constantFrom(undefined, "degreeCelsius", "percent", "pascal", "unity");

test("every generated value fits its schema", () => {
  fc.assert(
    fc.property(anySchema, units, fc.integer(), (schema, unit, seed) => {
      const info = unit === undefined ? {} : { unit };
      const value = generateValue(schema, { random: createRandom(seed), clock, info });
      expect(createValidator(schema).validate(value)).toEqual([]);
    }),
  );
});

test.each(codes)("a generated %s fits its schema", (code) => {
  const random = createRandom(code);
  const validator = createValidator(code);
  for (let run = 0; run < 30; run++) {
    expect(validator.validate(generateValue(code, { random, clock }))).toEqual([]);
  }
});

test("a schema that contains itself comes to an end", () => {
  const schemas: Record<string, PayloadSchema> = {
    node: {
      object: { label: "string", children: { array: { ref: "node" } }, next: { ref: "node" } },
    },
  };
  const schema: PayloadSchema = { ref: "node" };
  const value = generateValue(schema, { random: createRandom(1), clock, schemas });
  expect(createValidator(schema, schemas).validate(value)).toEqual([]);
});

test("the unit guides the size of a number", () => {
  const random = createRandom(1);
  for (let run = 0; run < 50; run++) {
    const value = generateValue("double", { random, clock, info: { unit: "degreeCelsius" } });
    expect(value).toSatisfy((celsius: number) => celsius >= 18 && celsius <= 26);
  }
});

test("the same seed gives the same values, another seed others", () => {
  const schema: PayloadSchema = { object: { a: "double", b: "string", c: "uuid" } };
  const generate = (seed: string) => generateValue(schema, { random: createRandom(seed), clock });
  expect(generate("one")).toEqual(generate("one"));
  expect(generate("one")).not.toEqual(generate("two"));
});
