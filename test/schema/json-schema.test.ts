import { expect, test } from "vitest";
import type { PayloadSchema } from "../../src/schema/interface-schema.js";
import { toJsonSchema } from "../../src/schema/json-schema.js";

const $schema = "https://json-schema.org/draft/2020-12/schema";

test("writes complex schemas as documents of JSON Schema 2020-12", () => {
  expect(
    toJsonSchema({
      object: {
        mode: { enum: ["eco", "full"] },
        readings: { array: "short" },
        byRoom: { map: "unsignedByte" },
      },
    }),
  ).toStrictEqual({
    $schema,
    type: "object",
    properties: {
      mode: { enum: ["eco", "full"] },
      readings: { type: "array", items: { type: "integer", minimum: -32768, maximum: 32767 } },
      byRoom: {
        type: "object",
        additionalProperties: { type: "integer", minimum: 0, maximum: 255 },
      },
    },
    additionalProperties: false,
  });
});

test("marks integers of 64 bits by format, their limits being beyond exact numbers", () => {
  expect(toJsonSchema("long")).toStrictEqual({ $schema, type: "integer", format: "int64" });
  expect(toJsonSchema("unsignedLong")).toMatchObject({ format: "uint64", minimum: 0 });
});

test("uses a standard format only where the standard allows all that DTDL allows", () => {
  expect(toJsonSchema("dateTime")).toMatchObject({ type: "string", format: "date-time" });
  expect(toJsonSchema("date")).toMatchObject({ format: "date" });
  expect(toJsonSchema("time")).toMatchObject({ format: "time" });
  expect(toJsonSchema("uuid")).toMatchObject({ format: "uuid" });
  expect(toJsonSchema("bytes")).toMatchObject({ contentEncoding: "base64" });
  expect(toJsonSchema("duration")).not.toHaveProperty("format");
});

test("puts the schemas that are referred to under $defs, and no others", () => {
  const schemas = {
    "dtmi:test:Tree;1": { object: { children: { array: { ref: "dtmi:test:Tree;1" } } } },
    "dtmi:test:Other;1": "double",
  } as const;
  expect(toJsonSchema({ ref: "dtmi:test:Tree;1" }, schemas)).toStrictEqual({
    $schema,
    $ref: "#/$defs/dtmi:test:Tree;1",
    $defs: {
      "dtmi:test:Tree;1": {
        type: "object",
        properties: { children: { type: "array", items: { $ref: "#/$defs/dtmi:test:Tree;1" } } },
        additionalProperties: false,
      },
    },
  });
});

test("writes an Enum without values as a schema without instances", () => {
  expect(toJsonSchema({ enum: [] })).toStrictEqual({ $schema, not: {} });
});

test.each<[unknown, RegExp]>([
  ["int", /no primitive schema "int"/],
  ["constructor", /no primitive schema/],
  [null, /no payload schema: null/],
  [{ list: "double" }, /members \["list"\]/],
  [{ ref: "missing" }, /refers to "missing"/],
  [{ ref: "toString" }, /refers to "toString"/],
  [{ ref: "circle" }, /"circle" is only a reference/],
])("refuses %j", (schema, message) => {
  expect(() => toJsonSchema(schema as PayloadSchema, { circle: { ref: "circle" } })).toThrowError(
    expect.objectContaining({ code: "PNP_USAGE", message: expect.stringMatching(message) }),
  );
});
