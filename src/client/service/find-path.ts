import { formatCommandName, parseCommandName } from "../../convention/command-name.js";
import { nearestNames } from "../../dtdl/near-name.js";
import { PnpError } from "../../errors.js";
import type {
  CommandSchema,
  InterfaceSchema,
  PropertySchema,
} from "../../schema/interface-schema.js";
import { type Descriptor, namedMember, ownerOf } from "../descriptor.js";
import { type DescriptorOrTypedImport, toDescriptor } from "../imported-model.js";

/** A property of the root, or of a component. */
export interface PropertyPath {
  readonly component?: string;
  readonly property: string;
}

/** A command of the root, or of a component. */
export interface CommandPath {
  readonly component?: string | undefined;
  readonly command: string;
}

/** A property as the model has it. */
export interface FoundProperty {
  /** As people write it: `thermostat1.targetTemperature`. */
  readonly path: string;
  readonly component?: string;
  readonly name: string;
  /** The Interface that holds it. */
  readonly owner: Descriptor;
  readonly schema: PropertySchema;
}

/** A command as the model has it. */
export interface FoundCommand {
  /** As on the wire: `thermostat1*getMaxMinReport`. */
  readonly path: string;
  readonly component?: string;
  readonly name: string;
  /** The Interface that holds it. */
  readonly owner: Descriptor;
  readonly schema: CommandSchema;
}

/** `thermostat1.targetTemperature`, or `serialNumber` for a property of the root. */
export function formatPropertyPath({ component, property }: PropertyPath): string {
  return component === undefined ? property : `${component}.${property}`;
}

/** Inverse of {@link formatPropertyPath}. No DTDL name contains a dot, so the first one ends the component. */
export function parsePropertyPath(path: string): PropertyPath {
  const dot = path.indexOf(".");
  return dot < 0
    ? { property: path }
    : { component: path.slice(0, dot), property: path.slice(dot + 1) };
}

/** The property at a path. Throws `PNP_NAME_UNKNOWN` with the nearest names when the model has none. */
export function findProperty(
  model: DescriptorOrTypedImport,
  path: string | PropertyPath,
): FoundProperty {
  const descriptor = toDescriptor(model);
  const { component, property } = typeof path === "string" ? parsePropertyPath(path) : path;
  const owner = ownerOf(descriptor, component);
  const schema = namedMember(owner?.schema.properties, property);
  const text = formatPropertyPath(component === undefined ? { property } : { component, property });
  if (owner === undefined || schema === undefined) {
    throw unknownName(descriptor, "property", text, component, property);
  }
  return {
    path: text,
    ...(component === undefined ? {} : { component }),
    name: property,
    owner,
    schema,
  };
}

/** The command of this name on the wire. Throws `PNP_NAME_UNKNOWN` with the nearest names when the model has none. */
export function findCommand(
  model: DescriptorOrTypedImport,
  path: string | CommandPath,
): FoundCommand {
  const descriptor = toDescriptor(model);
  const { component, command } = typeof path === "string" ? parseCommandName(path) : path;
  const owner = ownerOf(descriptor, component);
  const schema = namedMember(owner?.schema.commands, command);
  const text = component === undefined ? command : `${component}*${command}`;
  if (owner === undefined || schema === undefined) {
    throw unknownName(descriptor, "command", text, component, command);
  }
  return {
    path: text,
    ...(component === undefined ? {} : { component }),
    name: command,
    owner,
    schema,
  };
}

type Kind = "property" | "command";

function unknownName(
  descriptor: Descriptor,
  kind: Kind,
  path: string,
  component: string | undefined,
  name: string,
): PnpError {
  const owner = ownerOf(descriptor, component);
  const where = component === undefined ? "" : ` in component "${component}"`;
  const message =
    owner === undefined
      ? `${descriptor.id} has no component "${component}" (looked for the ${kind} "${path}").`
      : `${descriptor.id} has no ${kind} "${name}"${where}.`;
  const other = owner === undefined ? undefined : otherKind(owner, kind, name);
  const near = suggestions(descriptor, kind, path, name);
  const hint =
    other !== undefined
      ? `"${name}" is ${other}.`
      : near.length > 0
        ? `Did you mean ${near.map((each) => `"${each}"`).join(" or ")}?`
        : listOf(descriptor, kind);
  return new PnpError("PNP_NAME_UNKNOWN", message, {
    hint,
    issues: [{ code: "unknownName", message, got: path, hint }],
  });
}

/** The same name elsewhere in the model comes first: a forgotten component is the commonest slip. */
function suggestions(
  descriptor: Descriptor,
  kind: Kind,
  path: string,
  name: string,
): readonly string[] {
  const paths = allPaths(descriptor, kind);
  const sameName = paths.filter((each) => each.split(/[.*]/).at(-1) === name);
  return sameName.length > 0 ? sameName.slice(0, 3) : nearestNames(path, paths);
}

function allPaths(descriptor: Descriptor, kind: Kind): readonly string[] {
  const { components = {} } = descriptor.schema;
  return [
    ...names(descriptor.schema, kind),
    ...Object.entries(components).flatMap(([component, { schema }]) =>
      names(schema, kind).map((name) =>
        kind === "property"
          ? formatPropertyPath({ component, property: name })
          : formatCommandName(component, name),
      ),
    ),
  ];
}

function names(schema: InterfaceSchema, kind: Kind): readonly string[] {
  return Object.keys((kind === "property" ? schema.properties : schema.commands) ?? {});
}

function otherKind(owner: Descriptor, kind: Kind, name: string): string | undefined {
  const { properties, telemetry, commands, components } = owner.schema;
  if (namedMember(telemetry, name))
    return "telemetry: the device sends it, nobody reads or sets it";
  if (namedMember(components, name))
    return `a component: name one of its ${kind === "property" ? "properties" : "commands"}`;
  if (kind === "property" && namedMember(commands, name)) return "a command";
  if (kind === "command" && namedMember(properties, name)) return "a property";
  return undefined;
}

function listOf(descriptor: Descriptor, kind: Kind): string {
  const paths = allPaths(descriptor, kind);
  const kinds = kind === "property" ? "properties" : "commands";
  if (paths.length === 0) return `The model has no ${kinds}.`;
  const shown = paths.slice(0, 8).join(", ");
  return `Its ${kinds} are ${shown}${paths.length > 8 ? ` and ${paths.length - 8} more` : ""}.`;
}
