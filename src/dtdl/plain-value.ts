import type { JsonTape } from "./json-tape.js";

/**
 * A value of a text as plain frozen JavaScript data. Numbers stay exact: integers beyond 2^53 become `bigint`, and other
 * numbers with more digits than a double surely keeps become their text.
 */
export function toPlain(tape: JsonTape, node: number): unknown {
  switch (tape.kind(node)) {
    case "object":
      return Object.freeze(
        Object.fromEntries(
          tape.items(node).map((value) => [tape.string(value - 1), toPlain(tape, value)]),
        ),
      );
    case "array":
      return Object.freeze(tape.items(node).map((item) => toPlain(tape, item)));
    case "string":
      return tape.string(node);
    case "number":
      return exactNumber(tape.raw(node));
    case "boolean":
      return tape.raw(node) === "true";
    default:
      return null;
  }
}

function exactNumber(text: string): number | bigint | string {
  const value = Number(text);
  if (/^-?\d+$/.test(text)) return Number.isSafeInteger(value) ? value : BigInt(text);
  const digits = text.replace(/e.*$/i, "").replace(/[-.]/g, "").replace(/^0+/, "");
  const kept = Number.isFinite(value) && (value !== 0 || digits === "");
  return kept && digits.length <= 15 ? value : text;
}
