import type { PrimitiveKind } from "../dtdl/model.js";
import { longRanges } from "../dtdl/number-range.js";
import { type PrimitiveProblem, primitiveMismatch } from "../dtdl/primitive-instance.js";
import type { PrimitiveCode } from "../schema/interface-schema.js";

/** Why a JavaScript value is no instance of a primitive schema. */
export interface ValueMismatch {
  readonly code: PrimitiveProblem | "unsafeInteger";
  /** What would have been accepted, in words. */
  readonly expected: string;
}

/**
 * Judges a JavaScript value against a primitive schema as DTDL judges the JSON text that `JSON.stringify` prints for it;
 * undefined for an instance. So `1.0` is the integer 1 and `-0` is 0: the value does not tell how it was written. A bigint
 * stands for its digits where a `long`, `unsignedLong` or floating number is expected. A number beyond 2^53 is refused
 * there for a long although its text may be one: it may have been rounded on the way, and digits get lost when it is printed.
 */
export function valueMismatch(code: PrimitiveCode, value: unknown): ValueMismatch | undefined {
  const mismatch = judge(code, value);
  if (!isLong(code)) return mismatch;
  if (mismatch !== undefined) return { ...mismatch, expected: longWords[code] };
  return typeof value === "bigint" || Number.isSafeInteger(value)
    ? undefined
    : { code: "unsafeInteger", expected: longWords[code] };
}

function judge(code: PrimitiveCode, value: unknown): ValueMismatch | undefined {
  const kind = kindOf(code);
  switch (typeof value) {
    case "string":
      return primitiveMismatch(kind, "string", value);
    case "boolean":
      return primitiveMismatch(kind, "boolean", "");
    case "number":
      // JSON has neither NaN nor infinities: `JSON.stringify` prints null.
      return Number.isFinite(value)
        ? primitiveMismatch(kind, "number", String(value))
        : primitiveMismatch(kind, "null", "");
    case "bigint":
      return primitiveMismatch(kind, takesBigint.has(code) ? "number" : "null", String(value));
    default:
      return primitiveMismatch(kind, "null", "");
  }
}

/** A floating number may be written in many digits, which the exact JSON reader gives as bigint. */
const takesBigint: ReadonlySet<PrimitiveCode> = new Set([
  "long",
  "unsignedLong",
  "double",
  "float",
]);

const longWords = {
  long: longWordsOf(longRanges.long),
  unsignedLong: longWordsOf(longRanges.unsignedLong),
};

function longWordsOf([least, greatest]: readonly [bigint, bigint]): string {
  return `a bigint from ${least} to ${greatest}, or a number where it is exact`;
}

function isLong(code: PrimitiveCode): code is keyof typeof longWords {
  return code === "long" || code === "unsignedLong";
}

/** The class of a primitive: `dateTime` is `DateTime`. */
function kindOf(code: PrimitiveCode): PrimitiveKind {
  return `${code.charAt(0).toUpperCase()}${code.slice(1)}` as Capitalize<PrimitiveCode>;
}
