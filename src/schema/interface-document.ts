import type { Command, Component, Content, Interface } from "../dtdl/model.js";
import {
  closedObject,
  type DefinitionWriter,
  textsOf,
  writeDocument,
} from "./definition-writer.js";
import type { JsonSchema } from "./json-schema-document.js";

/** What a document of an Interface can be about. */
export type InterfacePart = "telemetry" | "properties" | "commands" | "twin";

/** All of {@link InterfacePart}, in their order in the whole document. */
export const interfaceParts: readonly InterfacePart[] = [
  "telemetry",
  "properties",
  "commands",
  "twin",
];

/**
 * One JSON Schema 2020-12 document of what an Interface puts on the wire, inherited contents included. Without `part` it
 * describes an object with these members, with `part` only one of them:
 *
 * - `telemetry`: the body of a message without component. Bodies of components stand under `$defs`, as the DTMI of the
 *   component's Interface and `:telemetry`.
 * - `properties`: `{ reported, desired }` as the twin holds them, components with their marker, writable properties
 *   acknowledged.
 * - `commands`: `{ request, response }` by the names of the methods: `reboot`, `thermostat1*getMaxMinReport`.
 * - `twin`: a device or module twin; members that the model says nothing about are free.
 *
 * The keywords are those of the standard. Formats are `date`, `date-time`, `time` and `uuid`, each beside a pattern, so
 * that a validator may ignore them. Integers of 64 bits have their limits. Titles and descriptions come from the model,
 * semantic types, units and what the values of an Enum are called stand in `$comment`. `$id` is the DTMI, with
 * `?part=` and the part where one was asked for. What is used more than once stands under `$defs` by its DTMI.
 */
export function interfaceDocument(iface: Interface, part?: InterfacePart): JsonSchema {
  return writeDocument((writer) => ({
    $schema: "https://json-schema.org/draft/2020-12/schema",
    $id: part === undefined ? iface.id : `${iface.id}?part=${part}`,
    ...textsOf(iface),
    ...(part === undefined
      ? closedObject(interfaceParts.map((each) => [each, writers[each](iface, writer)]))
      : writers[part](iface, writer)),
  }));
}

type PartWriter = (iface: Interface, writer: DefinitionWriter) => JsonSchema;

const writers: Readonly<Record<InterfacePart, PartWriter>> = {
  telemetry(iface, writer) {
    for (const { schema } of contentsOf(iface, "Component")) {
      if (contentsOf(schema, "Telemetry").length === 0) continue;
      writer.define(`${schema.id}:telemetry`, () => messageBody(schema, writer));
    }
    return messageBody(iface, writer);
  },

  properties: (iface, writer) => sections(iface, writer),

  commands(iface, writer) {
    const own = contentsOf(iface, "Command").map(
      (command) => [command.name, payloads(command, writer)] as const,
    );
    const inComponents = contentsOf(iface, "Component").flatMap((component) =>
      contentsOf(component.schema, "Command").map(
        (command) =>
          [
            `${component.name}*${command.name}`,
            componentCommand(component, command, writer),
          ] as const,
      ),
    );
    return closedObject([...own, ...inComponents]);
  },

  twin: (iface, writer) => ({
    type: "object",
    properties: {
      modelId: { type: "string", const: iface.id },
      properties: { ...sections(iface, writer), required: ["reported", "desired"] },
    },
    required: ["properties"],
  }),
};

function messageBody(iface: Interface, writer: DefinitionWriter): JsonSchema {
  return closedObject(
    contentsOf(iface, "Telemetry").map((each) => [each.name, writer.annotated(each, each.schema)]),
  );
}

function componentCommand(
  { schema }: Component,
  command: Command,
  writer: DefinitionWriter,
): JsonSchema {
  return writer.define(`${schema.id}:commands:${command.name}`, () => payloads(command, writer));
}

function payloads(command: Command, writer: DefinitionWriter): JsonSchema {
  const members: (readonly [string, JsonSchema])[] = [];
  for (const role of ["request", "response"] as const) {
    const payload = command[role];
    if (payload === undefined) continue;
    const schema = writer.annotated(payload, payload.schema);
    members.push([role, payload.nullable ? { anyOf: [schema, { type: "null" }] } : schema]);
  }
  return { ...textsOf(command), ...closedObject(members) };
}

/** Both sections of a twin, defined once for a document that has them in two places. */
function sections(iface: Interface, writer: DefinitionWriter): JsonSchema {
  return closedObject(
    (["reported", "desired"] as const).map((section) => [
      section,
      writer.define(`${iface.id}:${section}`, () => rootSection(iface, section, writer)),
    ]),
  );
}

type Section = "reported" | "desired";

/** The hub adds `$version` and `$metadata`. */
function rootSection(iface: Interface, section: Section, writer: DefinitionWriter): JsonSchema {
  const components = contentsOf(iface, "Component").filter(
    ({ schema }) =>
      section === "reported" || contentsOf(schema, "Property").some((each) => each.writable),
  );
  return closedObject([
    ...sectionMembers(iface, section, writer),
    ...components.map(
      (component) =>
        [
          component.name,
          {
            ...textsOf(component),
            ...writer.define(`${component.schema.id}:${section}:component`, () =>
              componentSection(component.schema, section, writer),
            ),
          },
        ] as const,
    ),
    ["$version", { type: "integer", minimum: 0 }],
    ["$metadata", { type: "object" }],
  ]);
}

function componentSection(
  iface: Interface,
  section: Section,
  writer: DefinitionWriter,
): JsonSchema {
  return {
    ...textsOf(iface),
    ...closedObject([
      ["__t", { type: "string", const: "c" }],
      ...sectionMembers(iface, section, writer),
    ]),
    required: ["__t"],
  };
}

function sectionMembers(
  iface: Interface,
  section: Section,
  writer: DefinitionWriter,
): (readonly [string, JsonSchema])[] {
  const shown = contentsOf(iface, "Property").filter(
    ({ writable }) => section === "reported" || writable,
  );
  return shown.map((property) => {
    const value = writer.annotated(property, property.schema);
    return [property.name, section === "reported" && property.writable ? ack(value) : value];
  });
}

/** How a device answers a desired value: the value in effect, a code like HTTP's, the version answered, a text. */
function ack(value: JsonSchema): JsonSchema {
  return {
    type: "object",
    properties: {
      value,
      ac: { type: "integer" },
      av: { type: "integer", minimum: 0 },
      ad: { type: "string" },
    },
    required: ["value", "ac", "av"],
  };
}

/** The contents of one kind, in their order. */
function contentsOf<K extends Content["kind"]>(
  iface: Interface,
  kind: K,
): readonly Extract<Content, { readonly kind: K }>[] {
  return [...iface.contents.values()].filter(
    (content): content is Extract<Content, { readonly kind: K }> => content.kind === kind,
  );
}
