import type { ErrorObject } from "ajv/dist/2020.js";
import { unknownMember } from "../dtdl/instance-issue.js";
import type { Issue } from "../errors.js";
import type { PrimitiveCode } from "../schema/interface-schema.js";
import { enumIssue, primitiveIssue, typeIssue } from "./payload-issue.js";

/** The keyword that stands for a primitive in the schemas given to ajv. */
export const primitiveKeyword = "dtdlPrimitive";

/** An error of ajv, made in verbose mode, in the words of this project. `earlier` is how many there are before this one. */
export function issueFromAjv(error: ErrorObject, earlier: number): Issue {
  const path = error.instancePath;
  switch (error.keyword) {
    case primitiveKeyword:
      return primitiveIssue(error.schema as PrimitiveCode, error.data, path);
    case "additionalProperties": {
      const name: string = error.params.additionalProperty;
      return unknownMember(name, fieldsOf(error.parentSchema?.properties), path, earlier);
    }
    case "type":
      return typeIssue(error.params.type, error.data, path);
    default:
      // An Enum: `enum`, or `not` when it has no values.
      return enumIssue(error.params.allowedValues ?? [], error.data, path);
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
