import { isRecord, type JsonRecord } from "../convention/record.js";
import { ServiceError } from "./service-error.js";

/** Tags may hold 8 KB, desired and reported properties 32 KB each. */
export const twinPartBytes = { tags: 8192, desired: 32768, reported: 32768 } as const;

/** One of the three parts of a twin. */
export type TwinPart = keyof typeof twinPartBytes;

const deepest = 10;
const longestKey = 1024;
const longestText = 4096;
const smallestInteger = -(2 ** 52);
const largestInteger = 2 ** 52 - 1;
// C0 and C1 control characters, dot, dollar, hash and space: the twin's paths and queries need them.
const forbiddenInKey = /[\p{Cc}.$# ]/u;

function refuse(path: string, problem: string): never {
  throw new ServiceError("ArgumentInvalid", `${path} ${problem}`);
}

/** Refuses a patch or document that breaks a limit of twins; `null` is fine, it removes. */
export function checkTwinValue(value: unknown, path: string, depth: number = 0): void {
  if (typeof value === "string") {
    const bytes = Buffer.byteLength(value);
    if (bytes > longestText) {
      refuse(path, `is a text of ${bytes} bytes; a twin takes at most ${longestText}`);
    }
  } else if (typeof value === "number") {
    // A number that JSON writes with digits only is an integer for the hub.
    const integer = /^-?\d+$/.test(String(value));
    if (integer && (value < smallestInteger || value > largestInteger)) {
      refuse(
        path,
        `is ${value}; integers in a twin are from ${smallestInteger} to ${largestInteger}`,
      );
    }
  } else if (typeof value === "object" && value !== null) {
    if (depth > deepest) refuse(path, `is nested deeper than the ${deepest} levels a twin takes`);
    for (const [key, member] of Object.entries(value)) {
      if (!Array.isArray(value)) checkKey(key, path);
      checkTwinValue(member, `${path}.${key}`, depth + 1);
    }
  }
}

function checkKey(key: string, path: string): void {
  const bytes = Buffer.byteLength(key);
  if (bytes === 0 || bytes > longestKey) {
    refuse(path, `has a name of ${bytes} bytes; names in a twin have 1 to ${longestKey}`);
  }
  if (forbiddenInKey.test(key)) {
    refuse(
      path,
      `has the name ${JSON.stringify(key)}; names may not contain ". $ #", a space or a control character`,
    );
  }
}

/** Refuses a part of a twin that has grown too large. */
export function checkTwinSize(part: TwinPart, document: JsonRecord): void {
  const size = twinSize(document);
  if (size <= twinPartBytes[part]) return;
  refuse(part, `would take ${size} bytes; the limit is ${twinPartBytes[part]}`);
}

/** The size that limits count: names and texts in UTF-8, 8 for a number, 4 for a boolean. */
export function twinSize(value: unknown): number {
  if (typeof value === "string") return Buffer.byteLength(value);
  if (typeof value === "number") return 8;
  if (typeof value === "boolean") return 4;
  if (Array.isArray(value)) return value.reduce<number>((sum, item) => sum + twinSize(item), 0);
  if (!isRecord(value)) return 0;
  return Object.entries(value).reduce(
    (sum, [key, member]) => sum + Buffer.byteLength(key) + twinSize(member),
    0,
  );
}
