import { ServiceError } from "./service-error.js";

const token = /"(?:[^"\\]|\\.)*"|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g;

/** Reads JSON text, or refuses it with 400. Numbers are as JavaScript has them. */
export function parseJson(text: string, what: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new ServiceError("IotHubFormatError", `${what} is not JSON: ${reason}`);
  }
}

/**
 * Reads JSON text without ever changing a number: an integer that a JavaScript number cannot hold for sure,
 * or a number beyond the largest one, is refused with 400 instead of rounded.
 */
export function parseExactJson(text: string, what: string): unknown {
  const value = parseJson(text, what);
  for (const [found] of text.matchAll(token)) {
    if (found.startsWith('"')) continue;
    const number = Number(found);
    const held = /^-?\d+$/.test(found) ? Number.isSafeInteger(number) : Number.isFinite(number);
    if (held) continue;
    throw new ServiceError(
      "ArgumentInvalid",
      `${what} has the number ${found}, which cannot be kept exactly; expected an integer within ±(2^53 - 1) or a finite number`,
    );
  }
  return value;
}
