import { isRecord } from "../convention/record.js";
import type { PropertyWrite } from "../convention/twin-patch.js";
import { PnpError } from "../errors.js";
import { wireName } from "../schema/member-name.js";
import { type Descriptor, namedMember } from "./descriptor.js";
import { requireDescriptor, requireObject } from "./require-argument.js";

/**
 * The writes that an object of values means: members named after a component hold that component's values. Whether
 * the names and values fit is not looked at here. With `component` the values are those of one component.
 */
export function toWrites(
  descriptor: Descriptor,
  values: Readonly<Record<string, unknown>>,
  component?: string,
): readonly PropertyWrite[] {
  requireDescriptor(descriptor);
  requireObject(values, "The values");
  if (component !== undefined) return members(values, component);
  return Object.entries(values).flatMap(([member, value]) => {
    const name = wireName(member);
    if (value === undefined) return [];
    if (namedMember(descriptor.schema.components, name) === undefined) {
      return [{ property: name, value }];
    }
    if (isRecord(value)) return members(value, name);
    const message = `"${name}" is a component: give an object of its properties.`;
    throw new PnpError("PNP_PAYLOAD_INVALID", message, {
      issues: [{ code: "type", message, path: `/${name}`, expected: "an object" }],
    });
  });
}

function members(
  values: Readonly<Record<string, unknown>>,
  component: string,
): readonly PropertyWrite[] {
  return Object.entries(values).flatMap(([member, value]) =>
    value === undefined ? [] : [{ component, property: wireName(member), value }],
  );
}
