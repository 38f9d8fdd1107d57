import type { Interface } from "../dtdl/model.js";
import { describeInterface } from "../schema/describe.js";
import { chosenForms, type InterfaceSchema, type ValueForms } from "../schema/interface-schema.js";
import type { PayloadChecks } from "../validate/payload-checks.js";

/**
 * An Interface as the clients know it: its DTMI and the schemas of its payloads. `S` is its shape in TypeScript;
 * without one the clients take and give `unknown` and check it all the same.
 */
export interface Descriptor<S = unknown> {
  /** DTMI of the Interface. */
  readonly id: string;
  readonly schema: InterfaceSchema<Descriptor>;
  /** The checks of its payloads, where a generated file brings them along; without them ajv compiles the schemas. */
  readonly checks?: PayloadChecks;
  /** Carries the shape; never present at run time. */
  readonly "~shape"?: S;
}

/**
 * The descriptor of one Interface; generated files call this, with `checks` those made by `pnp generate --validators`.
 */
export function defineInterface<S>(
  id: string,
  schema: InterfaceSchema<Descriptor>,
  checks?: PayloadChecks,
): Descriptor<S>;
// For contents called `constructor` or `toString`: there the checker expects the member of every object and would widen the text, unless T
// is inferred as it stands. That costs more, so it comes second.
export function defineInterface<S, const T extends InterfaceSchema<Descriptor>>(
  id: string,
  schema: T,
  checks?: PayloadChecks,
): Descriptor<S>;
export function defineInterface<S>(
  id: string,
  schema: InterfaceSchema<Descriptor>,
  checks?: PayloadChecks,
): Descriptor<S> {
  return Object.freeze(checks === undefined ? { id, schema } : { id, schema, checks });
}

/** By the forms of values. */
const described = new Map<string, WeakMap<Interface, Descriptor>>();

/**
 * The descriptor of a parsed Interface, for values in these forms. The same Interface and forms always give the same
 * descriptor.
 */
export function descriptorOf(iface: Interface, given: ValueForms = {}): Descriptor {
  const forms = chosenForms(given);
  const key = `${forms?.long} ${forms?.dates}`;
  const before = described.get(key) ?? new WeakMap<Interface, Descriptor>();
  described.set(key, before);
  const known = before.get(iface);
  if (known !== undefined) return known;
  const { components, ...contents } = describeInterface(iface);
  const parts: Record<string, Descriptor> = {};
  const descriptor: Descriptor = {
    id: iface.id,
    schema: { ...contents, components: parts, ...(forms && { forms }) },
  };
  // Known before its components are looked at, so that Interfaces which contain each other come to an end.
  before.set(iface, descriptor);
  for (const [name, component] of Object.entries(components ?? {})) {
    parts[name] = descriptorOf(component, given);
  }
  Object.freeze(parts);
  Object.freeze(descriptor.schema);
  return Object.freeze(descriptor);
}

/** A member by its name in the model, or undefined: never one that every object inherits, such as `constructor`. */
export function namedMember<T>(
  members: Readonly<Record<string, T>> | undefined,
  name: string,
): T | undefined {
  return members !== undefined && Object.hasOwn(members, name) ? members[name] : undefined;
}

/** The component's descriptor; the Interface itself when no component is named. Undefined when there is none. */
export function ownerOf(descriptor: Descriptor, component?: string): Descriptor | undefined {
  return component === undefined
    ? descriptor
    : namedMember(descriptor.schema.components, component);
}
