import { PnpError } from "../errors.js";
import { componentOf, type DigitalTwin, hasMetadata, isDesiredProperty } from "./digital-twin.js";
import { applyOperation, isEmptied, type MemberChange } from "./digital-twin-change.js";
import { checkApplied } from "./digital-twin-check.js";
import { type DigitalTwinPatchRefusal, readOperation, refuse } from "./digital-twin-operation.js";
import type { Operation } from "./json-patch.js";
import { formatPointer } from "./json-pointer.js";
import {
  checkWrite,
  duplicate,
  label,
  marker,
  type PropertyWrite,
  type TwinPatch,
} from "./property-patch.js";
import { setOwn } from "./record.js";

/**
 * The JSON Patch that makes the writes through the digital twin API. `digitalTwin` is the current document: a
 * component it lacks is added whole, with the `$metadata` marker that the service demands; a property it shows is
 * replaced, any other added. `null` removes a property that is shown or desired, and is nothing to do otherwise.
 * Throws `PNP_USAGE` for what `buildDesiredPatch` refuses too, `PNP_PAYLOAD_INVALID` for values that only twins take
 * (arrays, more than five levels), and `PNP_CHECK_FAILED` when a write cannot be made to this digital twin.
 */
export function buildDigitalTwinPatch(
  writes: readonly PropertyWrite[],
  digitalTwin: DigitalTwin,
): readonly Operation[] {
  const operations: Operation[] = [];
  const newComponents = new Map<string, Record<string, unknown>>();
  const seen = new Set<string>();
  for (const write of writes) {
    checkWrite(write);
    const path = pathOf(write);
    if (seen.has(path)) throw duplicate(write);
    seen.add(path);
    const { component, property, value } = write;
    const part = component === undefined ? digitalTwin : componentOf(digitalTwin, component);
    if (part !== undefined) {
      if (component === undefined) checkRootWrite(write, digitalTwin);
      const shown = Object.hasOwn(part, property);
      if (value !== null) operations.push({ op: shown ? "replace" : "add", path, value });
      else if (shown || isDesiredProperty(part, property)) operations.push({ op: "remove", path });
    } else if (component !== undefined) {
      if (Object.hasOwn(digitalTwin, component)) {
        throw mismatch({ property: component, value }, "a property of the root", "a component");
      }
      if (value === null) continue;
      let members = newComponents.get(component);
      if (members === undefined) {
        members = { $metadata: {} };
        newComponents.set(component, members);
        operations.push({ op: "add", path: formatPointer([component]), value: members });
      }
      setOwn(members, property, value);
    }
  }
  for (const name of newComponents.keys()) {
    if (seen.has(formatPointer([name]))) throw duplicate({ property: name, value: undefined });
  }
  for (const operation of operations) checkAccepted(operation);
  checkApplied(operations, writes, digitalTwin);
  return operations;
}

/** The service takes less through a digital twin than through the twin: no arrays, five levels, shorter names. */
function checkAccepted(operation: Operation): void {
  const read = readOperation(operation);
  if (read.ok) return;
  throw new PnpError("PNP_PAYLOAD_INVALID", read.message, {
    hint: "A digital twin cannot take this value; set the property through the twin.",
    issues: [{ code: read.code, message: read.message, path: operation.path }],
  });
}

/** What a digital twin patch comes to, or why it is refused. */
export type DigitalTwinPatchResult =
  | {
      readonly ok: true;
      /** The patch of the desired properties: one twin update, which the device sees as any other. */
      readonly desired: TwinPatch;
      /** Components left without a desired property by `remove`: they leave the desired properties altogether. */
      readonly emptiedComponents: readonly string[];
    }
  | DigitalTwinPatchRefusal;

/**
 * Inverse of {@link buildDigitalTwinPatch}, as the service does it: takes any patch and tells the desired patch it
 * comes to. All or nothing; never throws. `digitalTwin` is the document before the patch. Writing a component whole
 * removes the desired properties that the new value lacks. The model is not looked at; the service does not either.
 */
export function splitDigitalTwinPatch(
  patch: unknown,
  digitalTwin: DigitalTwin,
): DigitalTwinPatchResult {
  if (!Array.isArray(patch)) {
    return refuse("InvalidDigitalTwinJsonPatch", "The body must be a JSON Patch: an array.");
  }
  const members = new Map<string, MemberChange>();
  for (const entry of patch) {
    const read = readOperation(entry);
    if (!read.ok) return read;
    const refusal = applyOperation(read.operation, members, digitalTwin);
    if (refusal !== undefined) return refusal;
  }
  const desired: Record<string, unknown> = {};
  const emptied: string[] = [];
  for (const [name, member] of members) {
    if (member.kind === "value") {
      setOwn(desired, name, member.value);
      continue;
    }
    const component: Record<string, unknown> = { [marker.name]: marker.value };
    for (const [property, value] of member.properties) setOwn(component, property, value);
    setOwn(desired, name, component);
    if (isEmptied(member, componentOf(digitalTwin, name))) emptied.push(name);
  }
  return { ok: true, desired, emptiedComponents: emptied };
}

function checkRootWrite(write: PropertyWrite, digitalTwin: DigitalTwin): void {
  if (componentOf(digitalTwin, write.property) !== undefined) {
    throw mismatch(write, "a component", "a property of the root");
  }
  if (hasMetadata(write.value)) {
    throw new PnpError(
      "PNP_USAGE",
      `${label(write)} has a value with the member "$metadata", which would make it a component.`,
      { hint: "Write the properties of a component one by one, each with its component." },
    );
  }
}

function pathOf({ component, property }: PropertyWrite): string {
  return formatPointer(component === undefined ? [property] : [component, property]);
}

function mismatch(write: PropertyWrite, found: string, wanted: string): PnpError {
  return new PnpError(
    "PNP_CHECK_FAILED",
    `${label(write)} is ${found} in the digital twin of the device, not ${wanted}.`,
    { hint: "Check that the device announces and follows the model used here." },
  );
}
