import { integerRanges, longRanges } from "../dtdl/number-range.js";
import { hasForm } from "../dtdl/text-form.js";
import type { TextCode } from "../dtdl/text-patterns.js";
import type { PrimitiveCode } from "../schema/interface-schema.js";

/** Whether a value fits a schema. */
export type ValueCheck = (value: unknown) => boolean;

/** Whether a value is an instance of a primitive: the verdicts of `valueMismatch`, without the reasons and much faster. */
export const primitiveChecks: Readonly<Record<PrimitiveCode, ValueCheck>> = Object.freeze({
  boolean: (value) => typeof value === "boolean",
  byte: integerCheck(integerRanges.byte),
  bytes: textCheck("bytes"),
  date: textCheck("date"),
  dateTime: textCheck("dateTime"),
  decimal: textCheck("decimal"),
  double: (value) =>
    typeof value === "number"
      ? Number.isFinite(value)
      : typeof value === "bigint" && Number.isFinite(Number(value)),
  duration: textCheck("duration"),
  float: (value) =>
    typeof value === "number"
      ? Number.isFinite(Math.fround(value))
      : typeof value === "bigint" && Number.isFinite(Math.fround(Number(value))),
  integer: integerCheck(integerRanges.integer),
  long: longCheck(longRanges.long),
  short: integerCheck(integerRanges.short),
  string: (value) => typeof value === "string",
  time: textCheck("time"),
  unsignedByte: integerCheck(integerRanges.unsignedByte),
  unsignedInteger: integerCheck(integerRanges.unsignedInteger),
  unsignedLong: longCheck(longRanges.unsignedLong),
  unsignedShort: integerCheck(integerRanges.unsignedShort),
  uuid: textCheck("uuid"),
});

function textCheck(code: TextCode): ValueCheck {
  return (value) => typeof value === "string" && hasForm(code, value);
}

function integerCheck([least, greatest]: readonly [number, number]): ValueCheck {
  return (value) => Number.isInteger(value) && isBetween(value as number, least, greatest);
}

function isBetween(value: number, least: number, greatest: number): boolean {
  return value >= least && value <= greatest;
}

/** A number only where it is exact. */
function longCheck([least, greatest]: readonly [bigint, bigint]): ValueCheck {
  const leastNumber = Number(least);
  return (value) =>
    typeof value === "bigint"
      ? value >= least && value <= greatest
      : Number.isSafeInteger(value) && (value as number) >= leastNumber;
}
