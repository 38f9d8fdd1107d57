import { enumWords, type InstanceIssue, mismatch } from "../dtdl/instance-issue.js";
import type { Issue } from "../errors.js";
import type { PrimitiveCode } from "../schema/interface-schema.js";
import { foundValue } from "./found-value.js";
import { valueMismatch } from "./primitive-rule.js";

/** A value that is no instance of a primitive. */
export function primitiveIssue(code: PrimitiveCode, value: unknown, path: string): Issue {
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

/** A value that is no array, or no object, where one is expected. */
export function typeIssue(type: "array" | "object", value: unknown, path: string): InstanceIssue {
  return mismatch("type", `an ${type}`, foundValue(value), path);
}

/** A value that is none of an Enum's. */
export function enumIssue(
  values: readonly (string | number)[],
  value: unknown,
  path: string,
): InstanceIssue {
  return mismatch("enum", enumWords(values), foundValue(value), path);
}
