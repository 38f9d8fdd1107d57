import jsonPatch from "fast-json-patch";
import type { Operation } from "./json-patch.js";
import type { JsonRecord } from "./record.js";

/**
 * The document after a JSON Patch; the one given stays as it is. Undefined when an operation does not fit: it
 * replaces or removes what is not there, or adds to a place that does not exist.
 */
export function applyJsonPatch(
  document: JsonRecord,
  patch: readonly Operation[],
): JsonRecord | undefined {
  let result: JsonRecord = copy(document);
  try {
    for (const operation of patch) {
      const own =
        operation.op === "remove" ? operation : { ...operation, value: copy(operation.value) };
      // The copies have no prototypes, so that names such as `constructor` are ordinary and need no ban.
      result = jsonPatch.applyOperation(result, own, true, true, false).newDocument;
    }
    return result;
  } catch (error) {
    if (error instanceof jsonPatch.JsonPatchError) return undefined;
    throw error;
  }
}

/** A deep copy whose objects have no prototype. */
function copy<T>(value: T): T;
function copy(value: unknown): unknown {
  if (Array.isArray(value)) return value.map((entry) => copy(entry));
  if (typeof value !== "object" || value === null) return value;
  const members: Record<string, unknown> = Object.create(null);
  for (const [name, member] of Object.entries(value)) members[name] = copy(member);
  return members;
}
