import type { PrimitiveCode } from "../schema/interface-schema.js";
import { floatBound, integerRanges, longRanges } from "../schema/number-range.js";
import type { TextCode } from "../schema/text-patterns.js";
import { hasForm } from "./text-forms.js";

/** Which part of a primitive's rule a value breaks. */
export type PrimitiveProblem = "type" | "range" | "format" | "unsafeInteger";

/** The rule of one primitive schema. */
export interface PrimitiveRule {
  /** What is accepted, in words, with an example where the form is not obvious. */
  readonly expected: string;
  /** The part of the rule that the value breaks; undefined for an instance. */
  readonly problemOf: (value: unknown) => PrimitiveProblem | undefined;
}

/** The rules of all primitive schemas, as DTDL judges instances. */
export const primitiveRules: Readonly<Record<PrimitiveCode, PrimitiveRule>> = {
  boolean: {
    expected: "true or false",
    problemOf: (value) => (typeof value === "boolean" ? undefined : "type"),
  },
  byte: integerRule(integerRanges.byte),
  bytes: textRule("bytes", 'base64 text with padding such as "AQID"'),
  date: textRule("date", "a date string such as 2026-11-20"),
  dateTime: textRule("dateTime", "a date-time string such as 2026-11-20T08:00:00Z"),
  decimal: textRule("decimal", 'a string with a decimal number such as "12.50"'),
  double: floatingRule("a finite number", Number.isFinite),
  duration: textRule("duration", "an ISO 8601 duration string such as PT36H or P1DT0.5S"),
  float: floatingRule(
    "a number that 32 bits can hold, up to about 3.4e38",
    (value) => Math.abs(value) < floatBound,
  ),
  integer: integerRule(integerRanges.integer),
  long: longRule(longRanges.long),
  short: integerRule(integerRanges.short),
  string: {
    expected: "a string",
    problemOf: (value) => (typeof value === "string" ? undefined : "type"),
  },
  time: textRule("time", "a time string with offset such as 08:00:00Z"),
  unsignedByte: integerRule(integerRanges.unsignedByte),
  unsignedInteger: integerRule(integerRanges.unsignedInteger),
  unsignedLong: longRule(longRanges.unsignedLong),
  unsignedShort: integerRule(integerRanges.unsignedShort),
  uuid: textRule("uuid", "a UUID string such as f81d4fae-7dec-11d0-a765-00a0c91e6bf6"),
};

function textRule(code: TextCode, expected: string): PrimitiveRule {
  return {
    expected,
    problemOf: (value) => {
      if (typeof value !== "string") return "type";
      return hasForm(code, value) ? undefined : "format";
    },
  };
}

function integerRule([least, greatest]: readonly [number, number]): PrimitiveRule {
  return {
    expected: `a whole number from ${least} to ${greatest}`,
    problemOf: (value) => {
      if (typeof value !== "number" || !Number.isInteger(value)) return "type";
      return value < least || value > greatest || isMinusZero(value, least) ? "range" : undefined;
    },
  };
}

function longRule([least, greatest]: readonly [bigint, bigint]): PrimitiveRule {
  return {
    expected: `a bigint from ${least} to ${greatest}, or a number where it is exact`,
    problemOf: (value) => {
      if (typeof value === "bigint") return value < least || value > greatest ? "range" : undefined;
      if (typeof value !== "number" || !Number.isInteger(value)) return "type";
      if (value < least || value > greatest || isMinusZero(value, Number(least))) return "range";
      return Number.isSafeInteger(value) ? undefined : "unsafeInteger";
    },
  };
}

/** Unsigned integers have no `-0`: DTDL judges the text of the number, and there the sign is one too many. */
function isMinusZero(value: number, least: number): boolean {
  return least === 0 && Object.is(value, -0);
}

/** A bigint is how the exact JSON reader gives an integer written in many digits, which a floating number may be. */
function floatingRule(expected: string, isInRange: (value: number) => boolean): PrimitiveRule {
  return {
    expected,
    problemOf: (value) => {
      if (typeof value !== "number" && typeof value !== "bigint") return "type";
      return isInRange(Number(value)) ? undefined : "range";
    },
  };
}
