import { Ajv2020 } from "ajv/dist/2020.js";
import fc from "fast-check";
import { expect, test } from "vitest";
import type { PayloadSchema } from "../../src/schema/interface-schema.js";
import { toJsonSchema } from "../../src/schema/json-schema.js";
import { createValidator } from "../../src/validate/validator.js";

test("takes objects whose members are all known, absent ones included", () => {
  const validator = createValidator({ object: { a: "double", b: "string" } });
  expect(validator.validate({})).toEqual([]);
  expect(validator.validate({ b: "x" })).toEqual([]);
  expect(validator.validate({ c: 1 })).toHaveLength(1);
});

test("takes any names in maps", () => {
  const validator = createValidator({ map: "double" });
  expect(validator.validate({ "": 1, "a b": 2, constructor: 3 })).toEqual([]);
});

test("refuses every value for an Enum without values", () => {
  expect(createValidator({ enum: [] }).validate("x")).toEqual([
    expect.objectContaining({
      message: 'expected no value: this Enum has none, found the string "x"',
    }),
  ]);
});

test("follows references, also to itself and to names with odd characters", () => {
  const schemas = {
    "dtmi:test:Tree;1": {
      object: { value: "double", children: { array: { ref: "dtmi:test:Tree;1" } } },
    },
    "a/b~c%#ü": "byte",
  } as const;
  const validator = createValidator({ ref: "dtmi:test:Tree;1" }, schemas);
  expect(validator.validate({ children: [{ value: 1 }, { children: [] }] })).toEqual([]);
  expect(validator.validate({ children: [{ children: [{ value: "x" }] }] })).toEqual([
    expect.objectContaining({ path: "/children/0/children/0/value" }),
  ]);
  expect(createValidator({ array: { ref: "a/b~c%#ü" } }, schemas).validate([1, 300])).toHaveLength(
    1,
  );
});

test("gives the same validator for the same schema", () => {
  const schema = { map: "double" } as const;
  const schemas = {};
  expect(createValidator(schema, schemas)).toBe(createValidator(schema, schemas));
  expect(createValidator(schema)).toBe(createValidator(schema));
  expect(createValidator("double", schemas)).toBe(createValidator("double"));
});

test("tells one schema apart by the schemas it refers to", () => {
  const schema = { ref: "a" } as const;
  expect(createValidator(schema, { a: "double" }).validate("x")).toHaveLength(1);
  expect(createValidator(schema, { a: "string" }).validate("x")).toEqual([]);
});

test.each(["int", "toString", { list: "double" }, { ref: "missing" }, null])(
  "refuses %j, which is no payload schema, on first use",
  (schema) => {
    const validator = createValidator(schema as PayloadSchema);
    expect(() => validator.validate(1)).toThrowError(
      expect.objectContaining({ code: "PNP_USAGE" }),
    );
  },
);

test("speaks Standard Schema", () => {
  const { "~standard": standard } = createValidator({ map: { array: "byte" } });
  const value = { a: [1] };
  expect(standard.version).toBe(1);
  expect(standard.vendor).toBe("twinplug");
  expect(standard.validate(value)).toEqual({ value });
  expect(standard.validate({ "a/b": [1, 300] })).toEqual({
    issues: [
      {
        message: "expected a whole number from -128 to 127, found the number 300",
        path: ["a/b", "1"],
      },
    ],
  });
});

const name = fc.constantFrom("a", "b", "constructor", "toString");

const schemas = fc.letrec<{ schema: PayloadSchema }>((tie) => ({
  schema: fc.oneof(
    { maxDepth: 3 },
    fc.constantFrom<PayloadSchema[]>(
      "boolean",
      "byte",
      "bytes",
      "decimal",
      "double",
      "duration",
      "float",
      "integer",
      "short",
      "string",
      "time",
      "unsignedByte",
      "unsignedInteger",
      "unsignedShort",
      "uuid",
      { enum: ["x", 1, "duration"] },
    ),
    fc.record({ array: tie("schema") }),
    fc.record({ map: tie("schema") }),
    fc.record({ object: fc.dictionary(name, tie("schema"), { noNullPrototype: true }) }),
  ),
})).schema;

const values = fc.letrec((tie) => ({
  value: fc.oneof(
    { maxDepth: 4 },
    fc.oneof(
      fc.constantFrom(
        "x",
        "",
        "AQID",
        "1.5",
        "PT0.5S",
        "P1D",
        "08:00:00Z",
        "f81d4fae-7dec-11d0-a765-00a0c91e6bf6",
      ),
      fc.constantFrom<unknown[]>(1, 0.5, 200, -1, 40_000, 3e9, 1e39, true, null),
    ),
    fc.array(tie("value"), { maxLength: 3 }),
    fc.dictionary(name, tie("value"), { maxKeys: 2, noNullPrototype: true }),
  ),
})).value;

test("judges as a validator of the JSON Schema does", () => {
  fc.assert(
    fc.property(schemas, fc.array(values, { minLength: 10, maxLength: 20 }), (schema, given) => {
      const standard = new Ajv2020({ validateFormats: false, ownProperties: true });
      const check = standard.compile(toJsonSchema(schema));
      for (const value of given) {
        const issues = createValidator(schema).validate(value);
        expect([value, issues.length === 0]).toEqual([value, check(value)]);
      }
    }),
  );
});
