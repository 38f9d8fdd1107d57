import { isRecord, type JsonRecord } from "../../convention/record.js";
import type { RawPath } from "../raw-path.js";

/** Whether a merge patch says anything about the place: on it, under it, or by replacing or removing what it is in. */
export function touches(patch: JsonRecord, path: RawPath): boolean {
  let value: unknown = patch;
  for (const name of path) {
    if (!isRecord(value)) return true;
    if (!Object.hasOwn(value, name)) return false;
    value = value[name];
  }
  return true;
}

/** Whether one of the places contains the other. */
export function overlaps(a: RawPath, b: RawPath): boolean {
  const shorter = Math.min(a.length, b.length);
  return a.slice(0, shorter).every((name, index) => name === b[index]);
}
