import type { Content, Interface } from "../dtdl/model.js";
import { describeInterface, preferredText } from "./describe.js";
import type { CommandPayloadSchema } from "./interface-schema.js";
import { type JsonSchema, toJsonSchema } from "./json-schema.js";

/** JSON Schemas of what a command takes and answers; absent where it takes or answers nothing. */
export interface CommandJsonSchemas {
  readonly request?: JsonSchema;
  readonly response?: JsonSchema;
}

/** JSON Schemas of all the payloads of an Interface, each a document of its own. */
export interface InterfaceJsonSchemas {
  /** DTMI of the Interface. */
  readonly id: string;
  readonly telemetry: Readonly<Record<string, JsonSchema>>;
  readonly properties: Readonly<Record<string, JsonSchema>>;
  readonly commands: Readonly<Record<string, CommandJsonSchemas>>;
  readonly components: Readonly<Record<string, InterfaceJsonSchemas>>;
}

/**
 * Every telemetry, property, command request and command response of an Interface and its components as JSON Schema
 * 2020-12. Titles and descriptions come from the model; a property the service side cannot set is `readOnly`; a
 * nullable command payload also takes null.
 */
export function payloadSchemas(iface: Interface): InterfaceJsonSchemas {
  const { schemas, ...described } = describeInterface(iface);
  const text = (name: string) => textOf(iface.contents.get(name));
  const document = (payload: CommandPayloadSchema, name: string): JsonSchema => {
    const { $schema, $defs, ...schema } = toJsonSchema(payload.schema, schemas);
    return {
      ...($schema && { $schema }),
      ...text(name),
      ...(payload.nullable ? { anyOf: [schema, { type: "null" }] } : schema),
      ...($defs && { $defs }),
    };
  };
  return {
    id: iface.id,
    telemetry: mapMembers(described.telemetry, ({ schema }, name) =>
      document({ name, schema }, name),
    ),
    properties: mapMembers(described.properties, ({ schema, writable }, name) => ({
      ...document({ name, schema }, name),
      ...(writable !== true && { readOnly: true }),
    })),
    commands: mapMembers(described.commands, ({ request, response }, name) => ({
      ...(request && { request: document(request, name) }),
      ...(response && { response: document(response, name) }),
    })),
    components: mapMembers(described.components, payloadSchemas),
  };
}

function textOf(content: Content | undefined): Pick<JsonSchema, "title" | "description"> {
  const title = content && preferredText(content.displayName);
  const description = content && preferredText(content.description);
  return {
    ...(title !== undefined && { title }),
    ...(description !== undefined && { description }),
  };
}

function mapMembers<From, To>(
  members: Readonly<Record<string, From>> | undefined,
  map: (member: From, name: string) => To,
): Readonly<Record<string, To>> {
  return Object.fromEntries(
    Object.entries(members ?? {}).map(([name, member]) => [name, map(member, name)]),
  );
}
