import { memberPath, shorten } from "../dtdl/instance-issue.js";
import type { Issue } from "../errors.js";
import { foundValue } from "./found-value.js";

/** A copy of a value that is nothing but JSON data (bigints included), or why there is none. */
export type PlainData =
  | { readonly ok: true; readonly value: unknown }
  | { readonly ok: false; readonly issues: readonly Issue[] };

/** As deep as the JSON texts that are read; ends values that are made to exhaust the stack. */
const maxDepth = 500;

/** Enough to see what is wrong, also with a million holes in an array. */
const maxIssues = 100;

/**
 * Copies a value given by a program, so that what is judged is data: every getter runs once, cycles, proxies that
 * throw, and objects with a life of their own (Date, Map) become issues. Objects of the copy have no prototype.
 */
export function copyPlainData(value: unknown): PlainData {
  const issues: Issue[] = [];
  const open = new Set<object>();

  const refuse = (path: string, got: string, hint?: string): undefined => {
    if (issues.length < maxIssues) {
      issues.push({
        code: "json",
        message: `expected plain JSON data, found ${got}`,
        path,
        expected: "plain JSON data",
        got,
        ...(hint !== undefined && { hint }),
      });
    }
    return undefined;
  };

  const copy = (part: unknown, path: string): unknown => {
    switch (typeof part) {
      case "undefined":
        return refuse(
          path,
          "undefined",
          "Leave the member out, or pass null where null is allowed.",
        );
      case "function":
      case "symbol":
        return refuse(path, foundValue(part));
      case "object":
        break;
      default:
        return part;
    }
    if (part === null) return null;
    if (open.has(part)) return refuse(path, "an object that contains itself");
    if (open.size === maxDepth) return refuse(path, `more than ${maxDepth} levels of nesting`);
    open.add(part);
    try {
      return Array.isArray(part) ? copyEntries(part, path) : copyMembers(part, path);
    } catch {
      return refuse(path, "an object that cannot be read: looking at it fails");
    } finally {
      open.delete(part);
    }
  };

  const copyEntries = (array: readonly unknown[], path: string): unknown => {
    const entries: unknown[] = [];
    for (let index = 0; index < array.length && issues.length < maxIssues; index++) {
      entries.push(copy(array[index], `${path}/${index}`));
    }
    return entries;
  };

  const copyMembers = (object: object, path: string): unknown => {
    const kind = Object.prototype.toString.call(object).slice(8, -1);
    if (kind !== "Object" || ("toJSON" in object && typeof object.toJSON === "function")) {
      return refuse(path, `a ${shorten(kind)} object`, hintFor(kind));
    }
    const members: Record<string, unknown> = Object.create(null);
    for (const [name, member] of Object.entries(object)) {
      members[name] = copy(member, memberPath(path, name));
    }
    return members;
  };

  const plain = copy(value, "");
  return issues.length === 0 ? { ok: true, value: plain } : { ok: false, issues };
}

function hintFor(kind: string): string {
  return kind === "Date"
    ? "Pass its text: date.toISOString()."
    : "Pass objects, arrays and scalars.";
}
