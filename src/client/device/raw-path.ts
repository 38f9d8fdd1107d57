import { isRecord, type JsonRecord, ownMember } from "../../convention/record.js";
import { PnpError } from "../../errors.js";

/** A place in a twin, names from the top down; empty for the whole. */
export type RawPath = readonly string[];

/** Takes `climate.minTemperature` apart. Names in twins hold no dots. Throws `PNP_USAGE`. */
export function parseRawPath(text: string): RawPath {
  const path = text.split(".");
  if (path.some((name) => name === "" || name.startsWith("$"))) {
    throw new PnpError("PNP_USAGE", `${JSON.stringify(text)} is no path in a twin.`, {
      hint: "Write names with dots between them: climate.minTemperature.",
    });
  }
  return path;
}

/** What stands there; undefined when nothing does. */
export function valueAt(root: unknown, path: RawPath): unknown {
  let value = root;
  for (const name of path) {
    if (!isRecord(value)) return undefined;
    value = ownMember(value, name);
  }
  return value;
}

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
