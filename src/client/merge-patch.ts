import { isRecord, ownMember, setOwn } from "../convention/record.js";

/** The value after a merge patch (RFC 7396): objects merge, `null` removes, anything else replaces. */
export function mergePatch(value: unknown, patch: unknown): unknown {
  if (!isRecord(patch)) return patch;
  const merged: Record<string, unknown> = isRecord(value) ? { ...value } : {};
  for (const [name, change] of Object.entries(patch)) {
    if (change === null) delete merged[name];
    else
      setOwn(
        merged,
        name,
        mergePatch(isRecord(value) ? ownMember(value, name) : undefined, change),
      );
  }
  return merged;
}

/**
 * The merge patch that puts `next` where `present` is. Twins merge what they are sent, so that a member which the
 * new value lacks, such as the description of an earlier acknowledgement, would stay: it is removed by `null`.
 */
export function replacement(present: unknown, next: unknown): unknown {
  if (!isRecord(present) || !isRecord(next)) return next;
  const patch: Record<string, unknown> = {};
  for (const name of Object.keys(present)) {
    if (!Object.hasOwn(next, name)) setOwn(patch, name, null);
  }
  for (const [name, value] of Object.entries(next)) {
    setOwn(patch, name, replacement(ownMember(present, name), value));
  }
  return patch;
}
