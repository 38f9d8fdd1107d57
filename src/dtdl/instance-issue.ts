import type { Issue } from "../errors.js";
import { nearestNames } from "./near-name.js";

/** Why a value is not an instance of a schema. */
export interface InstanceIssue extends Issue {
  /** JSON Pointer of the value at fault; the empty string is the whole value. */
  readonly path: string;
  /** What would have been accepted, in words. */
  readonly expected: string;
  /** What was found, as short text. */
  readonly got: string;
}

/** An issue that says what was expected and what was found. */
export function mismatch(code: string, expected: string, got: string, path: string): InstanceIssue {
  return { code, message: `expected ${expected}, found ${got}`, path, expected, got };
}

/** Comparing a name with all others takes time; people need help with the first few only. */
const maxSuggestions = 10;

/** No name that somebody meant to write is longer. */
const longestName = 64;

/** A member that no Field is named after. `earlier` is how many issues there are before this one. */
export function unknownMember(
  name: string,
  fields: readonly string[],
  path: string,
  earlier: number,
): InstanceIssue {
  const known =
    fields.length === 0 ? "no members" : `only the members ${listed(fields, "members")}`;
  const got = `the member ${shorten(JSON.stringify(name))}`;
  const issue = mismatch("additionalProperties", known, got, memberPath(path, name));
  if (earlier >= maxSuggestions || name.length > longestName) return issue;
  const near = nearestNames(name, fields).map((field) => `"${field}"`);
  return near.length === 0 ? issue : { ...issue, hint: `Did you mean ${near.join(" or ")}?` };
}

/** The values of an Enum, in words. */
export function enumWords(values: readonly (string | number)[]): string {
  if (values.length === 0) return "no value: this Enum has none";
  const words = listed(values, "values");
  return values.length === 1 ? words : `one of ${words}`;
}

const maxListed = 8;

function listed(values: readonly (string | number)[], noun: string): string {
  const texts = values.slice(0, maxListed).map((value) => shorten(JSON.stringify(value)));
  return values.length <= maxListed
    ? texts.join(", ")
    : `${texts.join(", ")}, … (${values.length} ${noun})`;
}

/** JSON Pointer of a member. */
export function memberPath(path: string, name: string): string {
  return `${path}/${name.replaceAll("~", "~0").replaceAll("/", "~1")}`;
}

const maxLength = 60;

/** The text, or its beginning when it is long. */
export function shorten(text: string): string {
  return text.length <= maxLength ? text : `${text.slice(0, maxLength - 1)}…`;
}
