import { isRecord, type JsonRecord, setOwn } from "../convention/record.js";
import { ServiceError } from "./service-error.js";
import { checkTwinValue } from "./twin-limits.js";

/** Whose twins a content is for: `modulesContent` is for the modules of one edge device, to which it is applied. */
export type ContentKind = "deviceContent" | "moduleContent" | "modulesContent";

const kinds: readonly ContentKind[] = ["deviceContent", "moduleContent", "modulesContent"];
const desired = "properties.desired";
/** Of a path that is looked at: those of the desired properties, and more levels than a twin has. */
const mostNames = 14;

/** Refuses a content that is none: one kind, whose members are paths into the desired properties. */
export function checkContent(content: unknown): asserts content is JsonRecord {
  if (!isRecord(content)) refuse(`content must be an object with one of ${kinds.join(", ")}`);
  const present = kinds.filter((kind) => isRecord(content[kind]));
  if (present.length !== 1) refuse(`content must have one of ${kinds.join(", ")}, as an object`);
  if (present[0] !== "modulesContent") desiredPatch(content);
}

/** Which kind of content it is. */
export function contentKind(content: JsonRecord): ContentKind | undefined {
  return kinds.find((kind) => isRecord(content[kind]));
}

/**
 * The content as a merge patch of desired properties: `{"properties.desired.a.b": 1}` is `{"a": {"b": 1}}`. Throws
 * `InvalidConfigurationContent`.
 */
export function desiredPatch(content: JsonRecord): JsonRecord {
  const kind = contentKind(content);
  const members = kind === undefined ? undefined : content[kind];
  const patch: Record<string, unknown> = {};
  for (const [path, value] of Object.entries(isRecord(members) ? members : {})) {
    if (path !== desired && !path.startsWith(`${desired}.`)) {
      refuse(`${JSON.stringify(path)} is no path into the desired properties: ${desired}.…`);
    }
    // One more than a twin takes is enough to tell, and a path of thousands is not worth following.
    const names = path.split(".", mostNames).slice(2);
    if (names.includes("")) refuse(`the path ${JSON.stringify(path)} has an empty name`);
    if (names.length === 0 && !isRecord(value)) refuse(`${desired} must be an object`);
    put(patch, names, value);
  }
  try {
    checkTwinValue(patch, "content");
  } catch (error) {
    if (error instanceof ServiceError) refuse(error.message);
    throw error;
  }
  return patch;
}

/** Puts a value where the names lead; what other paths have put there stays. */
function put(patch: Record<string, unknown>, names: readonly string[], value: unknown): void {
  const [name, ...rest] = names;
  if (name === undefined) {
    for (const [key, member] of Object.entries(isRecord(value) ? value : {}))
      put(patch, [key], member);
    return;
  }
  const there = Object.hasOwn(patch, name) ? patch[name] : undefined;
  if (rest.length === 0 && !(isRecord(there) && isRecord(value))) {
    setOwn(patch, name, value);
    return;
  }
  const inner: Record<string, unknown> = isRecord(there) ? { ...there } : {};
  put(inner, rest, value);
  setOwn(patch, name, inner);
}

/** The patch that takes away what one content has set and the next one does not. */
export function removalPatch(before: JsonRecord, next: JsonRecord): JsonRecord {
  const removed: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(before)) {
    const kept = Object.hasOwn(next, name) ? next[name] : undefined;
    if (kept === undefined) {
      // An object may hold what others have set as well.
      setOwn(removed, name, isRecord(value) ? removalPatch(value, {}) : null);
    } else if (isRecord(value) && isRecord(kept)) {
      setOwn(removed, name, removalPatch(value, kept));
    }
  }
  return removed;
}

/** Both patches in one; the second has the last word. */
export function joinPatches(first: JsonRecord, second: JsonRecord): JsonRecord {
  const joined = { ...first };
  put(joined, [], second);
  return joined;
}

function refuse(problem: string): never {
  throw new ServiceError("InvalidConfigurationContent", problem);
}
