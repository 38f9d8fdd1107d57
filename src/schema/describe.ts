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
 * Interfaces. A schema that contains itself, or is large, stands in `schemas` under its DTMI; every other one stands
 * where it is used. Relationships have no payload on a device and are left out. Names for people are in `language`, as
 * {@link preferredText} says.
 */
export function describeInterface(iface: Interface, language = "en"): InterfaceSchema<Interface> {
  const payloads = createPayloadDescriber();
  const properties = new Map<string, PropertySchema>();
  const telemetry = new Map<string, TelemetrySchema>();
  const commands = new Map<string, CommandSchema>();
  const components = new Map<string, Interface>();
  for (const [name, content] of iface.contents) {
    switch (content.kind) {
      case "Property": {
        const property = { schema: payloads.describe(content.schema), ...infoOf(content, language) };
        properties.set(name, content.writable ? { ...property, writable: true } : property);
        break;
      }
      case "Telemetry":
        telemetry.set(name, {
          schema: payloads.describe(content.schema),
          ...infoOf(content, language),
        });
        break;
      case "Command":
        commands.set(name, describeCommand(content, payloads, language));
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
    ...section("schemas", payloads.named()),
  };
}

/**
 * The text for people who read `language` (default English): in that language, else in a wider one (`de` for `de-AT`),
 * else in English, else the first one; undefined when there is none.
 */
export function preferredText(texts: LocalizedText, language = "en"): string | undefined {
  for (let tag = language; tag !== ""; tag = tag.slice(0, Math.max(0, tag.lastIndexOf("-")))) {
    if (Object.hasOwn(texts, tag)) return texts[tag];
  }
  return Object.hasOwn(texts, "en") ? texts.en : Object.values(texts)[0];
}

function describeCommand(
  command: Command,
  payloads: PayloadDescriber,
  language: string,
): CommandSchema {
  const displayName = preferredText(command.displayName, language);
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

function infoOf(content: Content, language: string): ContentInfo {
  const displayName = preferredText(content.displayName, language);
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
