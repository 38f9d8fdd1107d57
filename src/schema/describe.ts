import type { Command, CommandPayload, Content, Interface, LocalizedText } from "../dtdl/model.js";
import type {
  CommandPayloadSchema,
  CommandSchema,
  ContentInfo,
  InterfaceSchema,
  PropertySchema,
  TelemetrySchema,
} from "./interface-schema.js";
import { createPayloadDescriber, type PayloadDescriber } from "./payload-schema.js";

/**
 * The payloads of an Interface, inherited contents included, in the order of the model. Components lead to their
 * Interfaces. A schema that contains itself stands in `schemas` under its DTMI; every other one stands where it is
 * used. Relationships have no payload on a device and are left out.
 */
export function describeInterface(iface: Interface): InterfaceSchema<Interface> {
  const payloads = createPayloadDescriber();
  const properties = new Map<string, PropertySchema>();
  const telemetry = new Map<string, TelemetrySchema>();
  const commands = new Map<string, CommandSchema>();
  const components = new Map<string, Interface>();
  for (const [name, content] of iface.contents) {
    switch (content.kind) {
      case "Property": {
        const property = { schema: payloads.describe(content.schema), ...infoOf(content) };
        properties.set(name, content.writable ? { ...property, writable: true } : property);
        break;
      }
      case "Telemetry":
        telemetry.set(name, { schema: payloads.describe(content.schema), ...infoOf(content) });
        break;
      case "Command":
        commands.set(name, describeCommand(content, payloads));
        break;
      case "Component":
        components.set(name, content.schema);
        break;
    }
  }
  return {
    ...section("properties", properties),
    ...section("telemetry", telemetry),
    ...section("commands", commands),
    ...section("components", components),
    ...section("schemas", payloads.recursive()),
  };
}

/** The text for people who read English, else the first one; undefined when there is none. */
export function preferredText(texts: LocalizedText): string | undefined {
  return Object.hasOwn(texts, "en") ? texts.en : Object.values(texts)[0];
}

function describeCommand(command: Command, payloads: PayloadDescriber): CommandSchema {
  const displayName = preferredText(command.displayName);
  return {
    ...(command.request && { request: describePayload(command.request, payloads) }),
    ...(command.response && { response: describePayload(command.response, payloads) }),
    ...(displayName !== undefined && { displayName }),
  };
}

function describePayload(
  payload: CommandPayload,
  payloads: PayloadDescriber,
): CommandPayloadSchema {
  const described = { name: payload.name, schema: payloads.describe(payload.schema) };
  return payload.nullable ? { ...described, nullable: true } : described;
}

function infoOf(content: Content): ContentInfo {
  const displayName = preferredText(content.displayName);
  return {
    ...(content.unit !== undefined && { unit: content.unit }),
    ...(content.semanticType !== undefined && { semanticType: content.semanticType }),
    ...(displayName !== undefined && { displayName }),
  };
}

function section<Name extends string, Value>(
  name: Name,
  entries: ReadonlyMap<string, Value>,
): { readonly [Key in Name]?: Readonly<Record<string, Value>> } {
  type Section = { readonly [Key in Name]?: Readonly<Record<string, Value>> };
  return (entries.size === 0 ? {} : { [name]: Object.fromEntries(entries) }) as Section;
}
