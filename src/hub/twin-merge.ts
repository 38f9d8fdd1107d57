import { isRecord, type JsonRecord, ownMember, setOwn } from "../convention/record.js";

/** When a node of a twin changed last; desired properties also say at which `$version`. */
export interface Stamp {
  readonly $lastUpdated: string;
  readonly $lastUpdatedVersion?: number;
}

/** Merge patch (RFC 7396): objects merge, `null` removes, everything else replaces. */
export function mergeDocument(document: JsonRecord, patch: JsonRecord): JsonRecord {
  const merged: Record<string, unknown> = { ...document };
  for (const [name, value] of Object.entries(patch)) {
    if (value === null) {
      delete merged[name];
    } else if (isRecord(value)) {
      const before = ownMember(merged, name);
      setOwn(merged, name, mergeDocument(isRecord(before) ? before : {}, value));
    } else {
      setOwn(merged, name, value);
    }
  }
  return merged;
}

/**
 * The metadata after the same patch. Every node has the stamp of the last change at it or below; arrays and
 * plain values are leaves, and what was removed has none.
 */
export function mergeMetadata(metadata: JsonRecord, patch: JsonRecord, stamp: Stamp): JsonRecord {
  const merged: Record<string, unknown> = { ...metadata };
  for (const [name, value] of Object.entries(patch)) {
    if (value === null) {
      delete merged[name];
    } else {
      const before = ownMember(merged, name);
      const kept = isRecord(before) ? before : {};
      setOwn(merged, name, isRecord(value) ? mergeMetadata(kept, value, stamp) : stamp);
    }
  }
  return Object.assign(merged, stamp);
}

/** The patch that turns one document into another when it is merged. */
export function replacingPatch(before: JsonRecord, after: JsonRecord): JsonRecord {
  const removed = Object.keys(before)
    .filter((name) => !Object.hasOwn(after, name))
    .map((name) => [name, null] as const);
  const changed = Object.entries(after).map(([name, value]) => {
    const old = Object.hasOwn(before, name) ? before[name] : undefined;
    const both = isRecord(value) && isRecord(old);
    return [name, both ? replacingPatch(old, value) : value] as const;
  });
  return Object.fromEntries([...removed, ...changed]);
}
