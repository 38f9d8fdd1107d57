import type {
  Command,
  CommandPayload,
  Interface,
  LocalizedText,
  Property,
  Telemetry,
} from "../dtdl/model.js";
import type {
  CommandPayloadSchema,
  CommandSchema,
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
  const properties: Record<string, PropertySchema> = {};
  const telemetry: Record<string, TelemetrySchema> = {};
  const commands: Record<string, CommandSchema> = {};
  const components: Record<string, Interface> = {};
  for (const [name, content] of iface.contents) {
    switch (content.kind) {
      case "Property": {
        const property = describeContent(content, payloads, language);
        setOwn(properties, name, content.writable ? { ...property, writable: true } : property);
        break;
      }
      case "Telemetry":
        setOwn(telemetry, name, describeContent(content, payloads, language));
        break;
      case "Command":
        setOwn(commands, name, describeCommand(content, payloads, language));
        break;
      case "Component":
        setOwn(components, name, content.schema);
        break;
    }
  }
  const described: Writable<InterfaceSchema<Interface>> = {};
  if (!isEmpty(properties)) described.properties = properties;
  if (!isEmpty(telemetry)) described.telemetry = telemetry;
  if (!isEmpty(commands)) described.commands = commands;
  if (!isEmpty(components)) described.components = components;
  const schemas = payloads.named();
  if (schemas.size > 0) described.schemas = Object.fromEntries(schemas);
  return described;
}

/** Assigning to `__proto__` would set the prototype; no DTDL name is that, but not every caller has parsed its model. */
function setOwn<T>(members: Record<string, T>, name: string, value: T): void {
  if (name !== "__proto__") members[name] = value;
  else Object.defineProperty(members, name, { value, enumerable: true, configurable: true });
}

function isEmpty(members: object): boolean {
  return Object.keys(members).length === 0;
}

/**
 * The text for people who read `language` (default English): in that language, else in a wider one (`de` for `de-AT`),
 * else in English, else the first one; undefined when there is none.
 */
export function preferredText(texts: LocalizedText, language = "en"): string | undefined {
  for (let tag = language; tag !== ""; tag = tag.slice(0, Math.max(0, tag.lastIndexOf("-")))) {
    if (Object.hasOwn(texts, tag)) return texts[tag];
  }
  if (Object.hasOwn(texts, "en")) return texts.en;
  for (const tag of Object.keys(texts)) return texts[tag];
  return undefined;
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

function describeContent(
  content: Property | Telemetry,
  payloads: PayloadDescriber,
  language: string,
): TelemetrySchema {
  const displayName = preferredText(content.displayName, language);
  const described: Writable<TelemetrySchema> = { schema: payloads.describe(content.schema) };
  if (content.unit !== undefined) described.unit = content.unit;
  if (content.semanticType !== undefined) described.semanticType = content.semanticType;
  if (displayName !== undefined) described.displayName = displayName;
  return described;
}

type Writable<T> = { -readonly [K in keyof T]: T[K] };
