import { shorten } from "../dtdl/instance-issue.js";

/** A value in a few words for people: `the number 42`, `an array of 3`. Never fails and never runs long. */
export function foundValue(value: unknown): string {
  switch (typeof value) {
    case "string":
      return `the string ${shorten(JSON.stringify(value))}`;
    case "number":
      return Object.is(value, -0) ? "the number -0" : `the number ${value}`;
    case "bigint":
      return `the number ${shorten(value.toString())}n`;
    case "boolean":
      return String(value);
    case "object":
      if (value === null) return "null";
      return Array.isArray(value) ? `an array of ${value.length}` : "an object";
    case "undefined":
      return "undefined";
    default:
      return `a ${typeof value}`;
  }
}
