import { parseAck } from "../../convention/ack.js";
import { isRecord, type JsonRecord, ownMember } from "../../convention/record.js";
import type { Issue } from "../../errors.js";
import type { PropertySchema } from "../../schema/interface-schema.js";
import { memberName } from "../../schema/member-name.js";
import { isSettled, partOf } from "../acknowledgement.js";
import type { Descriptor } from "../descriptor.js";
import { type DescriptorOrTypedImport, toDescriptor } from "../imported-model.js";
import { decodePayload, placeIssues } from "../payload.js";
import type { PropertyState, TwinOf } from "../shape.js";
import type { Twin } from "../transport.js";
import { findProperty, formatPropertyPath, type PropertyPath } from "./find-path.js";

/** The twin's two sides joined, property by property of the model; what the model does not know is left out. */
export function readState<S>(
  twin: Pick<Twin, "properties">,
  model: DescriptorOrTypedImport<S>,
): TwinOf<S> {
  const descriptor = toDescriptor(model);
  const root = stateOf(twin, descriptor);
  const components = Object.entries(descriptor.schema.components ?? {}).map(
    ([name, component]) => [memberName(name), stateOf(twin, component, name)] as const,
  );
  // Built from the tables that the shape was generated with; the types cannot follow that.
  return Object.fromEntries([...Object.entries(root), ...components]) as TwinOf<S>;
}

/** The state of one property. Throws `PNP_NAME_UNKNOWN`. */
export function readPropertyState(
  twin: Pick<Twin, "properties">,
  model: DescriptorOrTypedImport,
  path: string | PropertyPath,
): PropertyState {
  const { component, name, owner, schema } = findProperty(model, path);
  return propertyState(twin, owner, name, schema, component);
}

/** The state of one property under its path, `thermostat1.targetTemperature`. */
export interface PropertyStateRow {
  readonly path: string;
  readonly state: PropertyState;
}

/** The states of all properties of the model as a list, those of the root first. */
export function propertyStates(
  twin: Pick<Twin, "properties">,
  model: DescriptorOrTypedImport,
): readonly PropertyStateRow[] {
  const descriptor = toDescriptor(model);
  const { components = {} } = descriptor.schema;
  const paths: readonly PropertyPath[] = [
    ...Object.keys(descriptor.schema.properties ?? {}).map((property) => ({ property })),
    ...Object.entries(components).flatMap(([component, { schema }]) =>
      Object.keys(schema.properties ?? {}).map((property) => ({ component, property })),
    ),
  ];
  return paths.map((path) => ({
    path: formatPropertyPath(path),
    state: readPropertyState(twin, descriptor, path),
  }));
}

/** The state of the properties of one component, or of the Interface itself. */
export function stateOf(
  twin: Pick<Twin, "properties">,
  owner: Descriptor,
  component?: string,
): Readonly<Record<string, PropertyState>> {
  return Object.fromEntries(
    Object.entries(owner.schema.properties ?? {}).map(([name, schema]) => [
      memberName(name),
      propertyState(twin, owner, name, schema, component),
    ]),
  );
}

function propertyState(
  twin: Pick<Twin, "properties">,
  owner: Descriptor,
  name: string,
  { schema, writable }: PropertySchema,
  component: string | undefined,
): PropertyState {
  const desired = partOf(twin.properties.desired, component);
  const reported = ownMember(partOf(twin.properties.reported, component), name);
  const ack = writable === true ? parseAck(reported) : undefined;
  const issues: Issue[] = [];
  const read = (value: unknown, side: string): { readonly value?: unknown } => {
    if (value === undefined || value === null) return {};
    const checked = decodePayload(owner, schema, value);
    if (checked.ok) return { value: checked.value };
    issues.push(...placeIssues(checked.issues, side));
    return {};
  };
  const wanted = read(ownMember(desired, name), "/desired");
  const actual = read(ack === undefined ? reported : ack.value, "/reported");
  const isDesired = (ownMember(desired, name) ?? null) !== null;
  return {
    ...("value" in wanted ? { desired: wanted.value } : {}),
    ...("value" in actual ? { reported: actual.value } : {}),
    ...(ack === undefined ? {} : { ack: { ...ack, value: actual.value } }),
    pending:
      writable === true &&
      isDesired &&
      !isSettled(
        ack,
        desiredVersion(twin.properties.desired, {
          property: name,
          ...(component === undefined ? {} : { component }),
        }),
      ),
    ...(issues.length === 0 ? {} : { issues }),
  };
}

/**
 * The desired `$version` that last changed this property: the metadata tells. Without metadata it is the version
 * of all desired properties, which may be too high, so that a settled property can still count as pending.
 */
export function desiredVersion(desired: JsonRecord, { component, property }: PropertyPath): number {
  const metadata = ownMember(desired, "$metadata");
  const entry = isRecord(metadata) ? ownMember(partOf(metadata, component), property) : undefined;
  const own = isRecord(entry) ? ownMember(entry, "$lastUpdatedVersion") : undefined;
  const version = own ?? ownMember(desired, "$version");
  return typeof version === "number" ? version : 0;
}
