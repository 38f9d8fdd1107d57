import { ServiceError } from "./service-error.js";

/** What is nested deeper could be read, but then not be walked through without the end of the stack. */
const deepest = 100;

const token = /"(?:[^"\\]|\\.)*"|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g;

/** Reads JSON text, or refuses it with 400. Numbers are as JavaScript has them. */
export function parseJson(text: string, what: string): unknown {
  if (isTooDeep(text)) {
    throw new ServiceError(
      "IotHubFormatError",
      `${what} has more than ${deepest} objects and arrays in one another`,
    );
  }
  try {
    return JSON.parse(text);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new ServiceError("IotHubFormatError", `${what} is not JSON: ${reason}`);
  }
}

function isTooDeep(text: string): boolean {
  let depth = 0;
  let inText = false;
  for (let at = 0; at < text.length; at += 1) {
    const character = text[at];
    if (inText) {
      if (character === "\\") at += 1;
      else if (character === '"') inText = false;
    } else if (character === '"') inText = true;
    else if (character === "[" || character === "{") depth += 1;
    else if (character === "]" || character === "}") depth -= 1;
    if (depth > deepest) return true;
  }
  return false;
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
