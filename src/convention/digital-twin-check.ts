import jsonPatch from "fast-json-patch";
import { PnpError } from "../errors.js";
import { componentOf, type DigitalTwin } from "./digital-twin.js";
import type { Operation } from "./json-patch.js";
import { parsePointer } from "./json-pointer.js";
import { exactJson } from "./json-text.js";
import { label, type PropertyWrite } from "./property-patch.js";
import { isRecord } from "./record.js";

/**
 * Applies a patch to a copy of the digital twin by an independent implementation of RFC 6902 and checks that the
 * result holds what was to be written. Throws `PNP_CHECK_FAILED` naming the write that did not arrive.
 */
export function checkApplied(
  operations: readonly Operation[],
  writes: readonly PropertyWrite[],
  digitalTwin: DigitalTwin,
): void {
  const result = copy(digitalTwin);
  for (const operation of operations) {
    // The service also removes what is only desired and therefore not in the document; RFC 6902 would not.
    if (operation.op === "remove" && !stands(result, operation.path)) continue;
    try {
      // The copy has no prototypes, so names such as `constructor` are ordinary and the ban is not needed.
      jsonPatch.applyOperation(
        result,
        { ...operation, ...copyOfValue(operation) },
        true,
        true,
        false,
      );
    } catch (cause) {
      throw new PnpError(
        "PNP_CHECK_FAILED",
        `The operation "${operation.op}" on ${operation.path} does not fit the digital twin.`,
        { hint: "Read the digital twin again and repeat the write.", cause },
      );
    }
  }
  for (const write of writes) {
    const part =
      write.component === undefined ? result : (componentOf(result, write.component) ?? {});
    const arrived =
      write.value === null
        ? !Object.hasOwn(part, write.property)
        : Object.hasOwn(part, write.property) &&
          exactJson(part[write.property]) === exactJson(write.value);
    if (!arrived) {
      throw new PnpError(
        "PNP_CHECK_FAILED",
        `The patch built for ${label(write)} does not write it.`,
      );
    }
  }
}

function copyOfValue(operation: Operation): { readonly value: unknown } | undefined {
  return operation.op === "remove" ? undefined : { value: copy(operation.value) };
}

function stands(document: unknown, path: string): boolean {
  let place = document;
  for (const name of parsePointer(path) ?? []) {
    if (!isRecord(place) || !Object.hasOwn(place, name)) return false;
    place = place[name];
  }
  return true;
}

/** A deep copy whose objects have no prototype. */
function copy<T>(value: T): T;
function copy(value: unknown): unknown {
  if (Array.isArray(value)) return value.map((entry) => copy(entry));
  if (!isRecord(value)) return value;
  const members: Record<string, unknown> = Object.create(null);
  for (const [name, member] of Object.entries(value)) members[name] = copy(member);
  return members;
}
