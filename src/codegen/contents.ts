import type { Content, Interface, Property, Schema } from "../dtdl/model.js";
import { typeName } from "./identifier.js";

/** The interfaces that stand for the contents of one DTDL Interface, in the order they are written. */
export const facets = [
  "Writable",
  "Properties",
  "Telemetry",
  "Commands",
  "Components",
  "Relationships",
] as const;

export type Facet = (typeof facets)[number];

/** Whether a content is part of a facet; a writable property is part of two. */
function belongsTo(facet: Facet, content: Content): boolean {
  switch (content.kind) {
    case "Property":
      return facet === "Properties" || (facet === "Writable" && content.writable);
    case "Telemetry":
      return facet === "Telemetry";
    case "Command":
      return facet === "Commands";
    case "Component":
      return facet === "Components";
    case "Relationship":
      return facet === "Relationships";
  }
}

/** Whether the Interface has the facet, be it by inheritance. */
export function hasFacet(iface: Interface, facet: Facet): boolean {
  return [...iface.contents.values()].some((content) => belongsTo(facet, content));
}

/** Name of a facet: a function of the DTMI alone, so that other files can rely on it. */
export function facetName(iface: Interface, facet: Facet): string {
  return typeName(iface.id) + facet;
}

/** The Interfaces it extends, each once. */
export function parentsOf(iface: Interface): readonly Interface[] {
  return [...new Map(iface.extends.map((parent) => [parent.id, parent])).values()];
}

/** Contents that the Interface does not have from those it extends. */
export function ownContents(iface: Interface): readonly Content[] {
  return [...iface.contents]
    .filter(([name]) => !iface.extends.some((parent) => parent.contents.has(name)))
    .map(([, content]) => content);
}

export function writableProperties(contents: Iterable<Content>): readonly Property[] {
  return [...contents].filter(
    (content) => content.kind === "Property" && content.writable,
  ) as Property[];
}

/** Where a schema stands in a content. */
export interface SchemaPlace {
  readonly schema: Schema;
  /** The way from the Interface, such as `["getMaxMinReport", "response"]`. */
  readonly path: readonly string[];
  /** Whether callers pass it, so that its input form counts. */
  readonly input: boolean;
}

/** The schemas that a content holds itself. */
export function schemaPlaces(content: Content): readonly SchemaPlace[] {
  const { name } = content;
  switch (content.kind) {
    case "Property":
      return [{ schema: content.schema, path: [name], input: content.writable }];
    case "Telemetry":
      return [{ schema: content.schema, path: [name], input: false }];
    case "Command": {
      const { request, response } = content;
      return [
        ...(request ? [{ schema: request.schema, path: [name, "request"], input: true }] : []),
        ...(response ? [{ schema: response.schema, path: [name, "response"], input: false }] : []),
      ];
    }
    case "Relationship":
      return content.properties.map((property) => ({
        schema: property.schema,
        path: [name, property.name],
        input: false,
      }));
    case "Component":
      return [];
  }
}
