import { Ajv2020 } from "ajv/dist/2020.js";
import type { Issue } from "../errors.js";
import type { PayloadSchema, PrimitiveCode } from "../schema/interface-schema.js";
import { type JsonSchema, type NamedSchemas, writeJsonSchema } from "../schema/json-schema.js";
import { primitiveJsonSchema } from "../schema/primitive-json-schema.js";
import { issueFromAjv, primitiveKeyword } from "./issue-from-ajv.js";
import { valueMismatch } from "./primitive-rule.js";

/** Judges plain data: an empty array for an instance. */
export type CompiledSchema = (data: unknown) => readonly Issue[];

interface PrimitiveLeaf extends JsonSchema {
  readonly [primitiveKeyword]: PrimitiveCode;
}

/**
 * `ownProperties`: a Field may be called `constructor`. `verbose`: issues show what was found. `inlineRefs`: a large
 * definition would be compiled once more wherever it is used. `optimize`: costs more time than it saves.
 */
const ajv: Ajv2020 = new Ajv2020({
  strict: true,
  allErrors: true,
  verbose: true,
  ownProperties: true,
  inlineRefs: false,
  code: { optimize: false },
  meta: false,
  validateSchema: false,
  addUsedSchema: false,
});

// ajv's own numbers and formats judge otherwise than DTDL: no bigint, leap seconds, other durations.
ajv.addKeyword({
  keyword: primitiveKeyword,
  schemaType: "string",
  errors: false,
  compile: primitiveCheck,
});

const checks = new Map<PrimitiveCode, (data: unknown) => boolean>();

/** The same function for the same primitive: the time ajv takes grows with the square of the number of different ones. */
function primitiveCheck(code: PrimitiveCode): (data: unknown) => boolean {
  let check = checks.get(code);
  if (check === undefined) {
    check = (data) => valueMismatch(code, data) === undefined;
    checks.set(code, check);
  }
  return check;
}

/** Compiles a payload schema. Throws `PNP_USAGE` for what is no payload schema. */
export function compile(schema: PayloadSchema, schemas: NamedSchemas | undefined): CompiledSchema {
  const document = writeJsonSchema(schema, schemas, leaf);
  const check = ajv.compile(document);
  // ajv would keep every schema it has seen for as long as the program runs.
  ajv.removeSchema(document);
  return (data) => (check(data) ? [] : (check.errors ?? []).map(issueFromAjv));
}

function leaf(code: PrimitiveCode): PrimitiveLeaf {
  primitiveJsonSchema(code); // Refuses a term that DTDL does not have.
  return { [primitiveKeyword]: code };
}
