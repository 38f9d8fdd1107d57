import type { Operation } from "../../convention/json-patch.js";
import { parsePointer } from "../../convention/json-pointer.js";
import { isRecord, type JsonRecord, ownMember } from "../../convention/record.js";
import { valueAt } from "../raw-path.js";

/** What a digital twin's metadata only ever raises. */
const growing: ReadonlySet<string> = new Set(["lastUpdateTime", "desiredVersion", "ackVersion"]);

/**
 * Whether a patch is older than the document: it would set a time or a version of the metadata back. So it is with a
 * change that was made before the document was read and is told after it.
 */
export function isStale(patch: readonly Operation[], document: JsonRecord): boolean {
  return patch.some((operation) => {
    if (operation.op === "remove") return false;
    const path = parsePointer(operation.path) ?? [];
    return setsBack(operation.value, valueAt(document, path), path.at(-1));
  });
}

function setsBack(next: unknown, present: unknown, name: string | undefined): boolean {
  if (isRecord(next) && isRecord(present)) {
    return Object.entries(next).some(([key, value]) =>
      setsBack(value, ownMember(present, key), key),
    );
  }
  if (name === undefined || !growing.has(name)) return false;
  if (typeof next === "number" && typeof present === "number") return next < present;
  return typeof next === "string" && typeof present === "string" && isBefore(next, present);
}

/** Whether one instant is before another. The hub cuts zeros at the end, so the texts differ in length. */
function isBefore(one: string, other: string): boolean {
  return sortable(one) < sortable(other);
}

function sortable(instant: string): string {
  const [seconds = "", fraction = ""] = instant.replace(/Z$/i, "").split(".");
  return `${seconds}.${fraction.padEnd(9, "0")}`;
}
