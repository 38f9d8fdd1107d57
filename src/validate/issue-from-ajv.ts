import type { ErrorObject } from "ajv/dist/2020.js";
import { nearestNames } from "../dtdl/near-name.js";
import type { Issue } from "../errors.js";
import type { PrimitiveCode } from "../schema/interface-schema.js";
import { foundValue, shorten } from "./found-value.js";
import { escapeName } from "./plain-data.js";
import { primitiveRules } from "./primitive-rule.js";

/** The keyword that stands for a primitive in the schemas given to ajv. */
export const primitiveKeyword = "dtdlPrimitive";

/** An error of ajv, made in verbose mode, in the words of this project. */
export function issueFromAjv(error: ErrorObject): Issue {
  const path = error.instancePath;
  const got = foundValue(error.data);
  switch (error.keyword) {
    case primitiveKeyword:
      return primitiveIssue(error.schema as PrimitiveCode, error.data, path);
    case "additionalProperties": {
      const name: string = error.params.additionalProperty;
      return unknownMember(name, Object.keys(error.parentSchema?.properties ?? {}), path);
    }
    case "enum":
      return mismatch("enum", oneOf(error.params.allowedValues), got, path);
    case "type":
      return mismatch("type", error.params.type === "array" ? "an array" : "an object", got, path);
    default:
      return mismatch(error.keyword, "no value: this Enum has none", got, path);
  }
}

function primitiveIssue(code: PrimitiveCode, value: unknown, path: string): Issue {
  const { expected, problemOf } = primitiveRules[code];
  const problem = problemOf(value) ?? "type";
  const issue = mismatch(problem, expected, foundValue(value), path);
  if (problem !== "unsafeInteger") return issue;
  return {
    ...issue,
    message: `${issue.message}, which may have been rounded: beyond 2^53 a JavaScript number is not exact`,
    hint: "Pass a bigint.",
  };
}

function unknownMember(name: string, fields: readonly string[], path: string): Issue {
  const known =
    fields.length === 0
      ? "no members"
      : `only the members ${fields.map((field) => `"${field}"`).join(", ")}`;
  const got = `the member ${shorten(JSON.stringify(name))}`;
  const near = nearestNames(name.slice(0, 100), fields).map((field) => `"${field}"`);
  const issue = mismatch("additionalProperties", known, got, `${path}/${escapeName(name)}`);
  return near.length === 0 ? issue : { ...issue, hint: `Did you mean ${near.join(" or ")}?` };
}

function oneOf(values: readonly (string | number)[]): string {
  const texts = values.slice(0, 8).map((value) => JSON.stringify(value));
  const more = values.length > texts.length ? `, … (${values.length} values)` : "";
  return texts.length === 1 ? texts.join() : `one of ${texts.join(", ")}${more}`;
}

function mismatch(code: string, expected: string, got: string, path: string): Issue {
  return { code, message: `expected ${expected}, found ${got}`, path, expected, got };
}
