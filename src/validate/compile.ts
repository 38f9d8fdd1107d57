import type { Ajv2020, ValidateFunction } from "ajv/dist/2020.js";
import { loadAjv } from "#load-ajv";
import type { Issue } from "../errors.js";
import type { PayloadSchema, PrimitiveCode } from "../schema/interface-schema.js";
import { type JsonSchema, type NamedSchemas, writeJsonSchema } from "../schema/json-schema.js";
import { primitiveJsonSchema } from "../schema/primitive-json-schema.js";
import { explain } from "./explain.js";
import { issueFromAjv, primitiveKeyword } from "./issue-from-ajv.js";
import { primitiveIssue } from "./payload-issue.js";
import { primitiveChecks } from "./primitive-checks.js";

/** Judges plain data: an empty array for an instance. */
export type CompiledSchema = (data: unknown) => readonly Issue[];

interface PrimitiveLeaf extends JsonSchema {
  readonly [primitiveKeyword]: PrimitiveCode;
}

/**
 * Compiles a payload schema. Where code may not be made from text, as in a page whose policy forbids `eval`, the schema is
 * read for each value instead, with the same outcome. Throws `PNP_USAGE` for what is no payload schema.
 */
export function compile(schema: PayloadSchema, schemas: NamedSchemas = {}): CompiledSchema {
  if (typeof schema === "string") return compilePrimitive(schema);
  const document = writeJsonSchema(schema, schemas, leaf);
  const check = compileDocument(document);
  if (check === undefined) return (data) => explain(schema, schemas, data);
  return (data) => (check(data) ? [] : (check.errors ?? []).map(issueFromAjv));
}

/** ajv would only call the same check. */
function compilePrimitive(code: PrimitiveCode): CompiledSchema {
  primitiveJsonSchema(code); // Refuses a term that DTDL does not have.
  const check = primitiveChecks[code];
  return (data) => (check(data) ? [] : [primitiveIssue(code, data, "")]);
}

function leaf(code: PrimitiveCode): PrimitiveLeaf {
  primitiveJsonSchema(code);
  return { [primitiveKeyword]: code };
}

let ajv: Ajv2020 | undefined;
let codeIsForbidden = false;

function compileDocument(document: JsonSchema): ValidateFunction | undefined {
  if (codeIsForbidden) return undefined;
  ajv ??= createAjv();
  try {
    return ajv.compile(document);
  } catch (error) {
    // A long circle of schemas is more than ajv's stack holds.
    if (error instanceof RangeError) return undefined;
    if (!(error instanceof EvalError)) throw error;
    // Asked once only: a page may report every attempt.
    codeIsForbidden = true;
    return undefined;
  } finally {
    // ajv would keep every schema it has seen for as long as the program runs.
    ajv.removeSchema(document);
  }
}

/**
 * `ownProperties`: a Field may be called `constructor`. `verbose`: issues show what was found. `inlineRefs`: a large
 * definition would be compiled once more wherever it is used. `optimize`: costs more time than it saves. `logger`: what
 * goes wrong is thrown.
 */
function createAjv(): Ajv2020 {
  const created = new (loadAjv())({
    strict: true,
    allErrors: true,
    verbose: true,
    ownProperties: true,
    inlineRefs: false,
    code: { optimize: false },
    meta: false,
    validateSchema: false,
    addUsedSchema: false,
    logger: false,
  });
  // ajv's own numbers and formats judge otherwise than DTDL: no bigint, leap seconds, other durations. The same function
  // for the same primitive: the time ajv takes grows with the square of the number of different ones.
  created.addKeyword({
    keyword: primitiveKeyword,
    schemaType: "string",
    errors: false,
    compile: (code: PrimitiveCode) => primitiveChecks[code],
  });
  return created;
}
