import type { ErrorObject } from "ajv/dist/2020.js";
import { enumWords, mismatch, unknownMember } from "../dtdl/instance-issue.js";
import type { Issue } from "../errors.js";
import type { PrimitiveCode } from "../schema/interface-schema.js";
import { foundValue } from "./found-value.js";
import { valueMismatch } from "./primitive-rule.js";

/** The keyword that stands for a primitive in the schemas given to ajv. */
export const primitiveKeyword = "dtdlPrimitive";

/** An error of ajv, made in verbose mode, in the words of this project. `earlier` is how many there are before this one. */
export function issueFromAjv(error: ErrorObject, earlier: number): Issue {
  const path = error.instancePath;
  const got = foundValue(error.data);
  switch (error.keyword) {
    case primitiveKeyword:
      return primitiveIssue(error.schema as PrimitiveCode, error.data, path);
    case "additionalProperties": {
      const name: string = error.params.additionalProperty;
      return unknownMember(name, fieldsOf(error.parentSchema?.properties), path, earlier);
    }
    case "type":
      return mismatch("type", error.params.type === "array" ? "an array" : "an object", got, path);
    default:
      // An Enum: `enum`, or `not` when it has no values.
      return mismatch("enum", enumWords(error.params.allowedValues ?? []), got, path);
  }
}

const fieldNames = new WeakMap<object, readonly string[]>();

function fieldsOf(properties: object = {}): readonly string[] {
  let fields = fieldNames.get(properties);
  if (fields === undefined) {
    fields = Object.keys(properties);
    fieldNames.set(properties, fields);
  }
  return fields;
}

function primitiveIssue(code: PrimitiveCode, value: unknown, path: string): Issue {
  const problem = valueMismatch(code, value);
  const expected = problem?.expected ?? "";
  const issue = mismatch(problem?.code ?? "type", expected, foundValue(value), path);
  if (problem?.code !== "unsafeInteger") return issue;
  return {
    ...issue,
    message: `${issue.message}, which may have been rounded: beyond 2^53 a JavaScript number is not exact`,
    hint: "Pass a bigint.",
  };
}
