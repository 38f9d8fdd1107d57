import type { JsonKind } from "./json-tape.js";
import type { PrimitiveKind } from "./model.js";
import { type IntegerRange, integerRanges, longRanges } from "./number-range.js";
import { hasForm } from "./text-form.js";
import type { TextCode } from "./text-patterns.js";

/** Which part of the rule of a primitive schema a value breaks. */
export type PrimitiveProblem = "type" | "range" | "format";

/** Why a value is no instance of a primitive schema. */
export interface PrimitiveMismatch {
  readonly code: PrimitiveProblem;
  /** What would have been accepted, in words, with an example where the form is not obvious. */
  readonly expected: string;
}

/**
 * Judges one JSON value against a primitive schema; undefined for an instance. `text` is a number exactly as it is written,
 * or the characters of a string without quotes and escapes; for other kinds of values it does not matter.
 */
export function primitiveMismatch(
  primitive: PrimitiveKind,
  kind: JsonKind,
  text: string,
): PrimitiveMismatch | undefined {
  const rule = rules[primitive];
  const code = kind === rule.kind ? rule.judge(text) : "type";
  return code === undefined ? undefined : { code, expected: rule.expected };
}

interface PrimitiveRule {
  readonly kind: JsonKind;
  readonly expected: string;
  readonly judge: (text: string) => PrimitiveProblem | undefined;
}

const rules: Readonly<Record<PrimitiveKind, PrimitiveRule>> = {
  Boolean: { kind: "boolean", expected: "true or false", judge: anything },
  Byte: integerRule(integerRanges.byte),
  Bytes: textRule("bytes", 'base64 text with padding such as "AQID"'),
  Date: textRule("date", "a date string such as 2026-11-20"),
  DateTime: textRule("dateTime", "a date-time string such as 2026-11-20T08:00:00Z"),
  Decimal: textRule("decimal", 'a string with a decimal number such as "12.50"'),
  Double: floatingRule("a finite number", Number),
  Duration: textRule("duration", "an ISO 8601 duration string such as PT36H or P1DT0.5S"),
  // Rounding to 32 bits turns what is too large into infinity; how much precision is lost does not matter.
  Float: floatingRule("a number that 32 bits can hold, up to about 3.4e38", (text) =>
    Math.fround(Number(text)),
  ),
  Integer: integerRule(integerRanges.integer),
  Long: integerRule(longRanges.long),
  Short: integerRule(integerRanges.short),
  String: { kind: "string", expected: "a string", judge: anything },
  Time: textRule("time", "a time string with offset such as 08:00:00Z"),
  UnsignedByte: integerRule(integerRanges.unsignedByte),
  UnsignedInteger: integerRule(integerRanges.unsignedInteger),
  UnsignedLong: integerRule(longRanges.unsignedLong),
  UnsignedShort: integerRule(integerRanges.unsignedShort),
  Uuid: textRule("uuid", "a UUID string such as f81d4fae-7dec-11d0-a765-00a0c91e6bf6"),
};

function anything(): undefined {
  return undefined;
}

function textRule(code: TextCode, expected: string): PrimitiveRule {
  return {
    kind: "string",
    expected,
    judge: (text) => (hasForm(code, text) ? undefined : "format"),
  };
}

const wholeNumber = /^-?[0-9]+$/;

/** Longer than every integer of 64 bits. */
const tooManyDigits = 21;

/** Up to here a JavaScript number holds every integer exactly. */
const safeDigits = 15;

/** The text decides: `1.0` and `1e2` are no integers, and for an unsigned one the sign of `-0` is one too many. */
function integerRule([least, greatest]: IntegerRange): PrimitiveRule {
  return {
    kind: "number",
    expected: `a whole number from ${least} to ${greatest}`,
    judge: (text) => {
      if (!wholeNumber.test(text)) return "type";
      if (text.length >= tooManyDigits || (text.startsWith("-") && least >= 0)) return "range";
      const value = text.length <= safeDigits ? Number(text) : BigInt(text);
      return value < least || value > greatest ? "range" : undefined;
    },
  };
}

function floatingRule(expected: string, read: (text: string) => number): PrimitiveRule {
  return {
    kind: "number",
    expected,
    judge: (text) => (Number.isFinite(read(text)) ? undefined : "range"),
  };
}
