import { PnpError } from "../errors.js";
import { formatPointer } from "./json-pointer.js";
import { setOwn } from "./record.js";

/**
 * The JSON text of a value, exact: a bigint is written digit by digit, and a number that is no safe integer in
 * the form with an exponent, so that {@link parseExactJson} gives back what was written. Throws
 * `PNP_PAYLOAD_INVALID`, naming the place, for what JSON cannot hold: NaN, infinities, undefined, functions,
 * symbols, cycles, and objects that are not plain data, such as a Date.
 */
export function exactJson(value: unknown): string {
  return write(value, "", new Set());
}

function write(value: unknown, path: string, open: Set<object>): string {
  switch (typeof value) {
    case "string":
    case "boolean":
      return JSON.stringify(value);
    case "bigint":
      return value.toString();
    case "number":
      return writeNumber(value, path);
    case "object":
      return value === null ? "null" : writeContainer(value, path, open);
    default:
      throw refused(path, typeof value === "undefined" ? "undefined" : `a ${typeof value}`);
  }
}

function writeNumber(value: number, path: string): string {
  if (!Number.isFinite(value)) throw refused(path, String(value));
  if (Object.is(value, -0)) return "-0";
  // Digits alone would read back as a bigint, and claim a precision that the number does not have.
  return Number.isInteger(value) && !Number.isSafeInteger(value)
    ? value.toExponential()
    : String(value);
}

function writeContainer(value: object, path: string, open: Set<object>): string {
  if (open.has(value)) throw refused(path, "an object that contains itself");
  open.add(value);
  let text: string;
  if (Array.isArray(value)) {
    const entries = Array.from(value, (entry, index) => write(entry, `${path}/${index}`, open));
    text = `[${entries.join()}]`;
  } else {
    const kind = Object.prototype.toString.call(value).slice(8, -1);
    if (kind !== "Object" || ("toJSON" in value && typeof value.toJSON === "function")) {
      throw refused(path, `a ${kind} object`);
    }
    const members = Object.entries(value).map(
      ([name, member]) =>
        `${JSON.stringify(name)}:${write(member, path + formatPointer([name]), open)}`,
    );
    text = `{${members.join()}}`;
  }
  open.delete(value);
  return text;
}

function refused(path: string, found: string): PnpError {
  const message = `The value at ${path === "" ? "the top" : path} is ${found}, which JSON cannot hold.`;
  return new PnpError("PNP_PAYLOAD_INVALID", message, {
    hint: "Pass plain data: objects, arrays, strings, finite numbers, bigints, booleans and null.",
    issues: [{ code: "json", message, path, expected: "plain JSON data", got: found }],
  });
}

/** Structure and scalars of a text already known to be JSON; commas, colons and space are passed over. */
const tokens = /"(?:[^"\\]+|\\.)*"|-?\d[\d.eE+-]*|true|false|null|[[\]{}]/g;

/** Fewer digits in a row than this cannot make an integer beyond 2^53. */
const manyDigits = /\d{16}/;

/**
 * Reads JSON text. An integer written in digits alone that is beyond 2^53 becomes a bigint; everything else is as
 * `JSON.parse` gives it: a number with fraction or exponent is the nearest double, of members with one name the
 * last wins, `__proto__` is an ordinary member. `readNumber` may make something else of the texts of numbers, such
 * as telling `1.0` from `1`. Throws `PNP_PAYLOAD_INVALID` for text that is not JSON.
 */
export function parseExactJson(
  text: string,
  readNumber: (literal: string) => unknown = readExactNumber,
): unknown {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch (cause) {
    throw new PnpError("PNP_PAYLOAD_INVALID", "The payload is not JSON text.", {
      hint: "Send JSON text in UTF-8, without comments or trailing commas.",
      cause,
    });
  }
  const isExact = readNumber === readExactNumber && !manyDigits.test(text);
  return isExact ? parsed : reread(text, readNumber);
}

type Container = unknown[] | Record<string, unknown>;

/** Rebuilds the value from its tokens, without recursion: depth is the sender's choice. */
function reread(text: string, readNumber: (literal: string) => unknown): unknown {
  const root: unknown[] = [];
  let current: Container = root;
  let key: string | undefined;
  const outer: Container[] = [];
  const put = (value: unknown): void => {
    if (Array.isArray(current)) current.push(value);
    else setOwn(current, key ?? "", value);
    key = undefined;
  };
  for (const [token] of text.matchAll(tokens)) {
    if (token === "]" || token === "}") {
      current = outer.pop() ?? root;
    } else if (token === "[" || token === "{") {
      const container: Container = token === "[" ? [] : {};
      put(container);
      outer.push(current);
      current = container;
    } else if (key === undefined && !Array.isArray(current)) {
      key = JSON.parse(token) as string;
    } else {
      put(/^[-\d]/.test(token) ? readNumber(token) : JSON.parse(token));
    }
  }
  return root[0];
}

function readExactNumber(literal: string): number | bigint {
  const number = Number(literal);
  return Number.isSafeInteger(number) || !/^-?\d+$/.test(literal) ? number : BigInt(literal);
}
