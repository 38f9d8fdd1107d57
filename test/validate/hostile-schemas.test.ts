import { Ajv2020 } from "ajv/dist/2020.js";
import { expect, test } from "vitest";
import { validateInstance } from "../../src/dtdl/instance.js";
import { parseModel } from "../../src/dtdl/parse.js";
import { describeInterface } from "../../src/schema/describe.js";
import type { PayloadSchema } from "../../src/schema/interface-schema.js";
import { toJsonSchema } from "../../src/schema/json-schema.js";
import { createValidator } from "../../src/validate/validator.js";

const usage = expect.objectContaining({ code: "PNP_USAGE" });

function fieldsOf(count: number, schema: PayloadSchema): PayloadSchema {
  const entries = Array.from({ length: count }, (_, index) => [`field${index}`, schema]);
  return { object: Object.fromEntries(entries) };
}

/** Objects that each have thirty Fields of the one before: written out they would be 30^8 parts. */
function explosive(): PayloadSchema {
  let schema = fieldsOf(30, { map: { enum: ["x"] } });
  for (let level = 1; level < 8; level++) schema = fieldsOf(30, schema);
  return schema;
}

function nest(levels: number, inside: unknown): unknown {
  let value = inside;
  for (let level = 0; level < levels; level++) value = { field29: value };
  return value;
}

test("writes a part once where its repetition would make a document explode", () => {
  const schema = explosive();
  const document = toJsonSchema(schema);
  expect(JSON.stringify(document).length).toBeLessThan(20_000);
  const standard = new Ajv2020({ inlineRefs: false }).compile(document);
  const validator = createValidator(schema);
  for (const [inside, path] of [
    [{ a: "x" }, undefined],
    [{ a: "y" }, `${"/field29".repeat(8)}/a`],
    [[], "/field29".repeat(8)],
  ] as const) {
    const value = nest(8, inside);
    expect(validator.validate(value)[0]?.path).toBe(path);
    expect(standard(value)).toBe(path === undefined);
  }
});

test("tells its own names for repeated parts from the names of the schemas given", () => {
  const schema = { object: { big: explosive(), mine: { ref: "part1" } } } as const;
  const validator = createValidator(schema, { part1: { object: { x: "byte" } } });
  expect(validator.validate({ mine: { x: 1 }, big: nest(8, {}) })).toEqual([]);
  expect(validator.validate({ mine: { x: 300 } })).toMatchObject([{ path: "/mine/x" }]);
});

test("compiles an Object of very many Fields and lists very many unknown members", () => {
  const validator = createValidator(fieldsOf(1000, "double"));
  const members = Array.from({ length: 10_000 }, (_, index) => [`fielt${index}`, 1]);
  const issues = validator.validate(Object.fromEntries(members));
  expect(issues).toHaveLength(10_000);
  expect(issues[0]?.hint).toContain("Did you mean");
  expect(issues.at(-1)?.message.length).toBeLessThan(200);
});

test("refuses a payload schema that contains itself as an object", () => {
  const schema: Record<string, unknown> = {};
  schema.array = { map: schema };
  expect(() => createValidator(schema as never).validate([])).toThrowError(usage);
  expect(() => toJsonSchema(schema as never)).toThrowError(usage);
});

test("a circle of thousands of schemas judges texts and values alike", () => {
  const count = 5000;
  const idOf = (index: number): string => `dtmi:com:example:s${index % count};1`;
  const model = parseModel(
    JSON.stringify({
      "@context": "dtmi:dtdl:context;4",
      "@id": "dtmi:com:example:Circle;1",
      "@type": "Interface",
      contents: [{ "@type": "Telemetry", name: "t", schema: idOf(0) }],
      schemas: Array.from({ length: count }, (_, index) => ({
        "@id": idOf(index),
        "@type": "Object",
        fields: [{ name: "next", schema: idOf(index + 1) }],
      })),
    }),
  );
  const iface = model.interfaces.get("dtmi:com:example:Circle;1");
  const telemetry = iface?.contents.get("t");
  if (iface === undefined || telemetry?.kind !== "Telemetry") throw new Error("no telemetry");
  const text = `${'{"next":'.repeat(499)}{"last":1}${"}".repeat(499)}`;
  expect(validateInstance(telemetry.schema, text)).toMatchObject([
    { path: `${"/next".repeat(499)}/last` },
  ]);
  const { telemetry: described, schemas } = describeInterface(iface);
  const validator = createValidator(described?.t?.schema ?? "string", schemas);
  expect(validator.validate(JSON.parse(text))).toMatchObject([
    { path: `${"/next".repeat(499)}/last` },
  ]);
});
