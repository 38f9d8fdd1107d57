import type { Content, Interface, LocalizedText, Schema } from "../../dtdl/model.js";
import { describeInterface } from "../../schema/describe.js";
import type { Io } from "../io.js";
import type { ModelOptions } from "../model-locations.js";
import { loadInterface } from "../models.js";
import { type OutputFormat, outputFormat, printResult } from "../output.js";
import { alignColumns } from "../text-table.js";

interface Options extends ModelOptions {
  readonly output?: OutputFormat;
}

/** `pnp model show`: the tree of an Interface with types and units. */
export async function modelShow(name: string, options: Options, io: Io): Promise<void> {
  const format = outputFormat(options.output, io);
  const { root } = await loadInterface(name, options, io);
  printResult(io, format, interfaceJson(root), () => interfaceTree(root));
}

function interfaceJson(root: Interface): Record<string, unknown> {
  const { components, ...payloads } = describeInterface(root);
  return {
    id: root.id,
    ...(textOf(root.displayName) !== undefined && { displayName: textOf(root.displayName) }),
    ...payloads,
    ...(components && {
      components: Object.fromEntries(
        Object.entries(components).map(([name, component]) => [name, interfaceJson(component)]),
      ),
    }),
  };
}

function interfaceTree(root: Interface): string {
  const title = textOf(root.displayName);
  const rows: string[][] = [];
  addRows(root, "", rows);
  return [`${root.id}${title === undefined ? "" : `  ${title}`}`, ...alignColumns(rows)].join("\n");
}

function addRows(root: Interface, indent: string, rows: string[][]): void {
  for (const content of root.contents.values()) {
    rows.push([
      `${indent}  ${content.name}`,
      contentKind(content),
      [contentType(content), content.unit].filter(Boolean).join("  "),
    ]);
    if (content.kind === "Component") addRows(content.schema, `${indent}  `, rows);
  }
}

function contentKind(content: Content): string {
  if (content.kind === "Property") return content.writable ? "writable property" : "property";
  return content.kind.toLowerCase();
}

function contentType(content: Content): string {
  switch (content.kind) {
    case "Command": {
      const { request, response } = content;
      const from = request ? `(${request.name}: ${schemaText(request.schema)})` : "()";
      return response ? `${from} → ${schemaText(response.schema)}` : from;
    }
    case "Component":
      return content.schema.id;
    case "Relationship":
      return content.target ?? "any Interface";
    default:
      return schemaText(content.schema);
  }
}

function schemaText(schema: Schema): string {
  switch (schema.kind) {
    case "Array":
      return `${schemaText(schema.elementSchema)}[]`;
    case "Enum":
      return schema.enumValues.map((each) => JSON.stringify(each.enumValue)).join(" | ");
    case "Map":
      return `map of ${schemaText(schema.mapValue.schema)}`;
    case "Object":
      return `{ ${schema.fields.map((field) => `${field.name}: ${nested(field.schema)}`).join(", ")} }`;
    default:
      return schema.kind.charAt(0).toLowerCase() + schema.kind.slice(1);
  }
}

/** Objects inside objects are named only; in DTDL v4 they may contain themselves. */
function nested(schema: Schema): string {
  return schema.kind === "Object" ? "object" : schemaText(schema);
}

function textOf(text: LocalizedText): string | undefined {
  return text.en ?? Object.values(text)[0];
}
