import { Ajv2020 } from "ajv/dist/2020.js";
import fc from "fast-check";
import { expect, test } from "vitest";
import { primitiveKinds, type Schema } from "../../src/dtdl/model.js";
import { describeInterface } from "../../src/schema/describe.js";
import { interfaceDocument } from "../../src/schema/interface-document.js";
import { createValidator } from "../../src/validate/validator.js";
import { array, enumeration, iface, map, object, primitive, telemetry } from "./elements.js";

let count = 0;
const nextName = (): string => `S${count++}`;

const { schema: schemas } = fc.letrec<{ schema: Schema }>((tie) => ({
  schema: fc.oneof(
    { maxDepth: 4, withCrossShrink: true },
    fc.constantFrom(...primitiveKinds).map(primitive),
    fc.uniqueArray(fc.integer({ min: 0, max: 5 })).map((values) => enumeration(nextName(), values)),
    fc
      .uniqueArray(fc.constantFrom("a", "b", "constructor"))
      .map((values) => enumeration(nextName(), values)),
    tie("schema").map((each) => array(nextName(), each)),
    tie("schema").map((each) => map(nextName(), each)),
    fc
      .dictionary(fc.constantFrom("a", "b", "constructor"), tie("schema"), { maxKeys: 3 })
      .map((fields) => object(nextName(), fields)),
    // The same part twice, which becomes a definition.
    tie("schema").map((each) => object(nextName(), { a: each, b: array(nextName(), each) })),
  ),
}));

const scalars = fc.constantFrom<unknown>(
  ...[
    null,
    true,
    0,
    1,
    5,
    -1,
    127,
    128,
    255,
    256,
    32767,
    65536,
    2147483647,
    2147483648,
    4294967296,
  ],
  ...[1.5, 3.4e38, 3.5e38, 1e300, "", "a", "b", "12.5", "AQID", "PT0.5S", "P", "2026-11-20"],
  ...["08:00:00Z", "2026-11-20T08:00:00Z", "2026-11-20 08:00:00Z", "constructor"],
  "f81d4fae-7dec-11d0-a765-00a0c91e6bf6",
);
const { value: values } = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 3 },
    { arbitrary: scalars, weight: 3 },
    fc.array(tie("value"), { maxLength: 3 }),
    fc.dictionary(fc.constantFrom("a", "b", "constructor", "x"), tie("value"), { maxKeys: 3 }),
  ),
}));

test("judges telemetry as the validators do", () => {
  const formats = { date: true, "date-time": true, time: true, uuid: true } as const;
  const ajv = new Ajv2020({ strict: true, ownProperties: true, formats });
  fc.assert(
    fc.property(schemas, fc.array(values, { minLength: 1, maxLength: 8 }), (schema, samples) => {
      const root = iface("Root", telemetry("t", schema));
      const document = interfaceDocument(root, "telemetry");
      const check = ajv.compile(document);
      ajv.removeSchema(document.$id);
      const described = describeInterface(root);
      const payload = described.telemetry?.t?.schema ?? "string";
      const validator = createValidator(payload, described.schemas);
      for (const sample of samples) {
        expect(check({ t: sample })).toBe(validator.validate(sample).length === 0);
      }
    }),
  );
});
