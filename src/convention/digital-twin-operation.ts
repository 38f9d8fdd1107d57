import { hasMetadata } from "./digital-twin.js";
import { parsePointer } from "./json-pointer.js";
import { isRecord, type JsonRecord, ownMember } from "./record.js";

/** The names the service has for what can be wrong with a digital twin patch; each answers 400. */
export type DigitalTwinPatchErrorCode =
  | "InvalidDigitalTwinJsonPatch"
  | "InvalidDigitalTwinPatchPath"
  | "InvalidDigitalTwinPayload"
  | "InvalidDigitalTwinPatch";

/** Why a patch is refused. */
export interface DigitalTwinPatchRefusal {
  readonly ok: false;
  readonly code: DigitalTwinPatchErrorCode;
  readonly message: string;
}

/** One operation of a digital twin patch with its path taken apart; `value` is undefined for `remove`. */
export interface DigitalTwinOperation {
  readonly path: string;
  readonly name: string;
  /** The second name of the path: the property of the component called `name`. */
  readonly property: string | undefined;
  /** `add` and `replace` do the same to a digital twin. */
  readonly value: unknown;
}

const maxNameLength = 64;
const maxLevels = 5;
const dtdlName = /^[A-Za-z](?:[A-Za-z0-9_]*[A-Za-z0-9])?$/;
const nameRule = `1 to ${maxNameLength} letters, digits and underscores, starting with a letter and not ending with an underscore`;

/** Reads one entry of a patch, with all the rules that need no digital twin. */
export function readOperation(
  entry: unknown,
): { readonly ok: true; readonly operation: DigitalTwinOperation } | DigitalTwinPatchRefusal {
  if (!isRecord(entry)) {
    return refuse("InvalidDigitalTwinJsonPatch", "Every operation of the patch must be an object.");
  }
  const op = ownMember(entry, "op");
  const path = ownMember(entry, "path");
  const value = ownMember(entry, "value");
  if (op === "test" || op === "move" || op === "copy") {
    return refuse(
      "InvalidDigitalTwinPatch",
      `Operation '${op}' is not offered; use 'add', 'replace' or 'remove'.`,
    );
  }
  if (op !== "add" && op !== "replace" && op !== "remove") {
    return refuse("InvalidDigitalTwinJsonPatch", "'op' must be 'add', 'replace' or 'remove'.");
  }
  if (typeof path !== "string" || !path.startsWith("/")) {
    // The text is the service's own; clients have been seen to match on it.
    return refuse(
      "InvalidDigitalTwinPatch",
      `Error in path: ${typeof path === "string" ? path : ""}. 'path' string must be non-null, begin with '/' and have atleast the component name.`,
    );
  }
  const names = parsePointer(path);
  const [name, property] = names ?? [];
  if (names === undefined || name === undefined || names.length > 2) {
    return refuse(
      "InvalidDigitalTwinPatchPath",
      `Error in path: ${path}. A path is '/property', '/component' or '/component/property'.`,
    );
  }
  const badName = names.find((part) => !isName(part));
  if (badName !== undefined) {
    return refuse(
      "InvalidDigitalTwinPatchPath",
      `Error in path: ${path}. '${badName}' is not a name: ${nameRule}.`,
    );
  }
  if (op === "remove") return { ok: true, operation: { path, name, property, value: undefined } };
  if (value === undefined) {
    return refuse("InvalidDigitalTwinJsonPatch", `Operation '${op}' on ${path} has no 'value'.`);
  }
  const problem =
    property === undefined && hasMetadata(value)
      ? problemOfComponent(value)
      : problemOfValue(value, 0);
  if (problem !== undefined) {
    return refuse("InvalidDigitalTwinPayload", `Error in value for path ${path}: ${problem}`);
  }
  return { ok: true, operation: { path, name, property, value } };
}

/** A refusal with its code. */
export function refuse(code: DigitalTwinPatchErrorCode, message: string): DigitalTwinPatchRefusal {
  return { ok: false, code, message };
}

function problemOfComponent(component: JsonRecord): string | undefined {
  for (const [name, value] of Object.entries(component)) {
    if (name === "$metadata") {
      if (isRecord(value) && Object.keys(value).length === 0) continue;
      return "'$metadata' of a component must be {} in a patch.";
    }
    const problem = isName(name) ? problemOfValue(value, 0) : problemOfName(name);
    if (problem !== undefined) return problem;
  }
  return undefined;
}

function problemOfValue(value: unknown, levels: number): string | undefined {
  if (value === null) return "null is not a value; use 'remove' to remove a property.";
  if (Array.isArray(value)) return "arrays are not supported.";
  if (!isRecord(value)) return undefined;
  if (levels === maxLevels) return `objects may be nested at most ${maxLevels} levels deep.`;
  for (const [name, member] of Object.entries(value)) {
    const problem = isName(name) ? problemOfValue(member, levels + 1) : problemOfName(name);
    if (problem !== undefined) return problem;
  }
  return undefined;
}

function problemOfName(name: string): string {
  return `'${name}' is not a name: ${nameRule}.`;
}

function isName(name: string): boolean {
  return name.length <= maxNameLength && dtdlName.test(name);
}
