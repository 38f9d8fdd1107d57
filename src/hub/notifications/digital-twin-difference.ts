import { isDeepStrictEqual } from "node:util";
import { formatPointer } from "../../convention/json-pointer.js";
import { isRecord, type JsonRecord, ownMember } from "../../convention/record.js";

/** An operation of a JSON Patch (RFC 6902). */
export type DifferenceOperation =
  | { readonly op: "add" | "replace"; readonly path: string; readonly value: unknown }
  | { readonly op: "remove"; readonly path: string };

/**
 * The JSON Patch that turns one digital twin into the other: what is new is added whole, of what was there already
 * only the leaves that changed are replaced. In the plain order of the paths, so that metadata comes first.
 */
export function digitalTwinDifference(
  before: JsonRecord,
  after: JsonRecord,
): readonly DifferenceOperation[] {
  const found: DifferenceOperation[] = [];
  findDifferences(found, "", before, after);
  return found.sort((a, b) => order(a.path, b.path));
}

function findDifferences(
  found: DifferenceOperation[],
  path: string,
  before: JsonRecord,
  after: JsonRecord,
): void {
  for (const name of Object.keys(before)) {
    if (Object.hasOwn(after, name)) continue;
    found.push({ op: "remove", path: path + formatPointer([name]) });
  }
  for (const [name, value] of Object.entries(after)) {
    const old = ownMember(before, name);
    if (old === value && old !== undefined) continue;
    const here = path + formatPointer([name]);
    if (!Object.hasOwn(before, name)) {
      found.push({ op: "add", path: here, value: metadataFirst(value) });
    } else if (isRecord(old) && isRecord(value)) {
      findDifferences(found, here, old, value);
    } else if (!isDeepStrictEqual(old, value)) {
      found.push({ op: "replace", path: here, value });
    }
  }
}

/** A component that is added whole is written in the order of paths, too. */
function metadataFirst(value: unknown): unknown {
  if (!isRecord(value) || !Object.hasOwn(value, "$metadata")) return value;
  const { $metadata, ...properties } = value;
  return { $metadata, ...properties };
}

/** By code units, whatever the language of the machine. */
function order(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
