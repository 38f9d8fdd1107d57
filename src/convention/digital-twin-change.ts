import { componentOf, type DigitalTwin, desiredProperties, hasMetadata } from "./digital-twin.js";
import {
  type DigitalTwinOperation,
  type DigitalTwinPatchRefusal,
  refuse,
} from "./digital-twin-operation.js";
import type { JsonRecord } from "./record.js";

/** What a patch has done so far to a member of the root. */
export type MemberChange = { readonly kind: "value"; readonly value: unknown } | ComponentChange;

/** A component, written property by property or as a whole. */
export interface ComponentChange {
  readonly kind: "component";
  /** Written with the marker, so that it stands even without a property. */
  readonly whole: boolean;
  /** New values; null for removed ones. */
  readonly properties: Map<string, unknown>;
}

/** Adds one operation to what the patch has done; answers why the service would refuse it here. */
export function applyOperation(
  operation: DigitalTwinOperation,
  members: Map<string, MemberChange>,
  digitalTwin: DigitalTwin,
): DigitalTwinPatchRefusal | undefined {
  const { property } = operation;
  return property === undefined
    ? applyToMember(operation, members, digitalTwin)
    : applyToProperty(operation, property, members, digitalTwin);
}

/** `/name`: a property of the root, or a component as a whole. */
function applyToMember(
  { path, name, value }: DigitalTwinOperation,
  members: Map<string, MemberChange>,
  digitalTwin: DigitalTwin,
): DigitalTwinPatchRefusal | undefined {
  const before = members.get(name);
  const component = componentOf(digitalTwin, name);
  const isComponent = before === undefined ? component !== undefined : before.kind === "component";
  if (value === undefined) {
    members.set(name, { kind: "value", value: null });
    return undefined;
  }
  if (hasMetadata(value)) {
    if (component === undefined && Object.hasOwn(digitalTwin, name)) {
      return refuse("InvalidDigitalTwinPatch", `${path} exists and is not a component.`);
    }
    const properties = new Map<string, unknown>();
    for (const gone of component === undefined ? [] : desiredProperties(component)) {
      properties.set(gone, null);
    }
    for (const [property, member] of Object.entries(value)) {
      if (property !== "$metadata") properties.set(property, member);
    }
    members.set(name, { kind: "component", whole: true, properties });
    return undefined;
  }
  if (isComponent) {
    return refuse(
      "InvalidDigitalTwinPayload",
      `Error in value for path ${path}: it is a component, so the value must be an object with '$metadata': {}.`,
    );
  }
  members.set(name, { kind: "value", value });
  return undefined;
}

/** `/component/property`: the component must stand, in the digital twin or by an operation before. */
function applyToProperty(
  { path, name, value }: DigitalTwinOperation,
  property: string,
  members: Map<string, MemberChange>,
  digitalTwin: DigitalTwin,
): DigitalTwinPatchRefusal | undefined {
  let member = members.get(name);
  if (member === undefined && componentOf(digitalTwin, name) !== undefined) {
    member = { kind: "component", whole: false, properties: new Map() };
    members.set(name, member);
  }
  if (member?.kind !== "component") {
    return refuse(
      "InvalidDigitalTwinPatch",
      `Error in path: ${path}. There is no component '${name}'; add it with a value that holds '$metadata': {}.`,
    );
  }
  member.properties.set(property, value ?? null);
  return undefined;
}

/** Whether a patch took the last desired property of a component away without writing it as a whole. */
export function isEmptied(change: ComponentChange, component: JsonRecord | undefined): boolean {
  const { whole, properties } = change;
  if (whole || [...properties.values()].some((value) => value !== null)) return false;
  const desired = component === undefined ? [] : desiredProperties(component);
  return desired.every((name) => properties.has(name));
}
