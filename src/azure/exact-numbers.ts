import { requireDepth } from "../client/deepest-json.js";
import { formatPointer } from "../convention/json-pointer.js";
import { PnpError, type PnpErrorOptions } from "../errors.js";

/**
 * The SDKs write with `JSON.stringify` and read with `JSON.parse`: a `bigint` cannot leave, and an integer beyond
 * 2⁵³ arrives rounded, its text gone. What they cannot carry exactly is refused here, in both directions.
 */

/** The JSON value with every `bigint` as a number; `PNP_PAYLOAD_INVALID` where that would not be exact. */
export function toExactJson(value: unknown, what: string): unknown {
  return convert(value, what, "", 0);
}

function convert(value: unknown, what: string, path: string, depth: number): unknown {
  requireDepth(depth, what);
  if (typeof value === "bigint") {
    const number = Number(value);
    if (Number.isSafeInteger(number)) return number;
    throw refusal(what, path, `the integer ${value}`, "Nothing was sent.");
  }
  if (typeof value === "number" && !Number.isFinite(value)) {
    throw refusal(what, path, `${value}, which JSON does not know`, "Nothing was sent.");
  }
  if (Array.isArray(value)) {
    return value.map((item, index) => convert(item, what, `${path}/${index}`, depth + 1));
  }
  if (typeof value === "function" || typeof value === "symbol") {
    throw refusal(what, path, `a ${typeof value}, which JSON does not know`, "Nothing was sent.");
  }
  if (typeof value !== "object" || value === null || "toJSON" in value) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, member]) => [
      key,
      convert(member, what, path + formatPointer([key]), depth + 1),
    ]),
  );
}

/** Refuses a received value that holds an integer the SDK may have rounded: `PNP_PAYLOAD_INVALID`. */
export function requireExact(value: unknown, what: string, options: PnpErrorOptions = {}): void {
  // Nearly every value is exact, so that the place is looked for only when it is needed.
  if (!hasRounded(value)) return;
  const path = findRounded(value, "") ?? "";
  const hint = "The Azure SDK reads numbers as doubles; a string carries such a value exactly.";
  throw refusal(what, path, "an integer beyond ±(2⁵³ − 1), which may be rounded", hint, options);
}

function hasRounded(value: unknown): boolean {
  if (typeof value === "number") return isRounded(value);
  if (typeof value !== "object" || value === null) return false;
  return Object.values(value).some(hasRounded);
}

/** From 10²¹ on numbers have an exponent in JSON: doubles then, not integers that were cut. */
function isRounded(value: number): boolean {
  return Number.isInteger(value) && !Number.isSafeInteger(value) && !String(value).includes("e");
}

function findRounded(value: unknown, path: string): string | undefined {
  if (typeof value === "number") {
    return isRounded(value) ? path : undefined;
  }
  if (typeof value !== "object" || value === null) return undefined;
  for (const [key, member] of Object.entries(value)) {
    const found = findRounded(member, path + formatPointer([key]));
    if (found !== undefined) return found;
  }
  return undefined;
}

function refusal(
  what: string,
  path: string,
  got: string,
  hint: string,
  options: PnpErrorOptions = {},
): PnpError {
  const message = `The Azure SDK cannot carry ${what} exactly: it has ${got}${path === "" ? "" : ` at ${path}`}.`;
  return new PnpError("PNP_PAYLOAD_INVALID", message, {
    hint,
    issues: [{ code: "exactness", message, path, got }],
    ...options,
  });
}
