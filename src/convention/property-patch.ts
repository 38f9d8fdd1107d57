import { PnpError } from "../errors.js";
import { isRecord, type JsonRecord, ownMember, setOwn } from "./record.js";

/** The value of one property of the root or of a component. In patches `null` removes the property. */
export interface PropertyWrite {
  /** Absent for a property of the root. */
  readonly component?: string;
  readonly property: string;
  readonly value: unknown;
}

/** A patch of the desired or reported properties of a twin (RFC 7396). */
export type TwinPatch = JsonRecord;

/** Tells which top-level members of a twin are components, for patches whose author forgot the marker. */
export type IsComponent = (name: string) => boolean;

/** The member `"__t": "c"` marks a component in every patch, in both directions. */
export const marker: { readonly name: "__t"; readonly value: "c" } = { name: "__t", value: "c" };

/** Members that the hub puts at the top of the desired and reported properties. */
const hubMembers: ReadonlySet<string> = new Set(["$version", "$metadata"]);

/** Whether a twin's top-level value carries the component marker. */
export function hasMarker(value: unknown): value is JsonRecord {
  return isRecord(value) && ownMember(value, marker.name) === marker.value;
}

/** The patch that holds all the writes, those of one component in one object. Throws `PNP_USAGE`. */
export function buildPropertyPatch(writes: readonly PropertyWrite[]): TwinPatch {
  const patch: Record<string, unknown> = {};
  const components = new Map<string, Record<string, unknown>>();
  for (const write of writes) {
    checkWrite(write);
    const { component, property, value } = write;
    if (component === undefined) {
      if (Object.hasOwn(patch, property)) throw duplicate(write);
      setOwn(patch, property, value);
      continue;
    }
    let members = components.get(component);
    if (members === undefined) {
      if (Object.hasOwn(patch, component)) throw duplicate({ property: component, value });
      members = { [marker.name]: marker.value };
      components.set(component, members);
      setOwn(patch, component, members);
    }
    if (Object.hasOwn(members, property)) throw duplicate(write);
    setOwn(members, property, value);
  }
  return patch;
}

/** What a patch says, taken apart. */
export interface PropertyPatchParts {
  readonly writes: readonly PropertyWrite[];
  /** Components that the patch removes as a whole. */
  readonly removedComponents: readonly string[];
}

/**
 * Inverse of {@link buildPropertyPatch}. An object with the marker is a component, and so is one whose name
 * `isComponent` knows. `null` for a known component removes it whole; anything else is a property of the root.
 */
export function splitPropertyPatch(
  patch: TwinPatch,
  isComponent: IsComponent = () => false,
): PropertyPatchParts {
  const writes: PropertyWrite[] = [];
  const removedComponents: string[] = [];
  for (const [name, value] of Object.entries(patch)) {
    if (hubMembers.has(name)) continue;
    if (hasMarker(value) || (isRecord(value) && isComponent(name))) {
      for (const [property, member] of Object.entries(value)) {
        if (property === marker.name && member === marker.value) continue;
        writes.push({ component: name, property, value: member });
      }
    } else if (value === null && isComponent(name)) {
      removedComponents.push(name);
    } else {
      writes.push({ property: name, value });
    }
  }
  return { writes, removedComponents };
}

/** Refuses a write that no twin patch can say: a reserved name, no value, or a root value that looks like a component. */
export function checkWrite(write: PropertyWrite): void {
  const { component, property, value } = write;
  for (const name of component === undefined ? [property] : [component, property]) {
    if (name === "" || name.startsWith("$") || name === marker.name) {
      throw new PnpError(
        "PNP_USAGE",
        `${JSON.stringify(name)} cannot name a property or component of a twin: names are not empty, do not start with "$", and "${marker.name}" marks components.`,
        { hint: "Use the name as the model writes it." },
      );
    }
  }
  if (value === undefined) {
    throw new PnpError("PNP_USAGE", `${label(write)} has no value (undefined).`, {
      hint: "Pass null to remove the property, or leave the write out.",
    });
  }
  if (component === undefined && hasMarker(value)) {
    throw new PnpError(
      "PNP_USAGE",
      `${label(write)} has a value with the member "${marker.name}": "${marker.value}", which would make it a component.`,
      { hint: "Write the properties of a component one by one, each with its component." },
    );
  }
}

/** The write's place as people name it: `thermostat1/targetTemperature`. */
export function label(write: PropertyWrite): string {
  return write.component === undefined ? write.property : `${write.component}/${write.property}`;
}

/** Two values for one place: which of them was meant is not for us to guess. */
export function duplicate(write: PropertyWrite): PnpError {
  return new PnpError("PNP_USAGE", `${label(write)} is written twice in one patch.`, {
    hint: "Write every property once; make two patches of it if the order matters.",
  });
}
