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

/** One of {@link facets}. */
export type Facet = (typeof facets)[number];

/** The facets that a content is part of; a writable property is part of two. */
function facetsOf(content: Content): readonly Facet[] {
  switch (content.kind) {
    case "Property":
      return content.writable ? ["Writable", "Properties"] : ["Properties"];
    case "Telemetry":
      return ["Telemetry"];
    case "Command":
      return ["Commands"];
    case "Component":
      return ["Components"];
    case "Relationship":
      return ["Relationships"];
  }
}

/** What is asked again and again of one Interface. Models do not change. */
interface Facts {
  readonly name: string;
  readonly facets: ReadonlySet<Facet>;
  readonly parents: readonly Interface[];
  /** The own contents by facet. */
  readonly ownIn: ReadonlyMap<Facet, readonly Content[]>;
  readonly places: readonly SchemaPlace[];
}

const known = new WeakMap<Interface, Facts>();

function factsOf(iface: Interface): Facts {
  const before = known.get(iface);
  if (before) return before;
  const present = new Set<Facet>();
  const own: Content[] = [];
  const ownIn = new Map<Facet, Content[]>();
  for (const [name, content] of iface.contents) {
    const isOwn = !iface.extends.some((parent) => parent.contents.has(name));
    if (isOwn) own.push(content);
    for (const facet of facetsOf(content)) {
      present.add(facet);
      if (!isOwn) continue;
      const others = ownIn.get(facet);
      if (others) others.push(content);
      else ownIn.set(facet, [content]);
    }
  }
  const facts = {
    name: typeName(iface.id),
    facets: present,
    parents: [...new Map(iface.extends.map((parent) => [parent.id, parent])).values()],
    ownIn,
    places: own.flatMap(schemaPlaces),
  };
  known.set(iface, facts);
  return facts;
}

/** What the Interface's shape and descriptor are called unless somebody says otherwise. */
export function interfaceName(iface: Interface): string {
  return factsOf(iface).name;
}

/** Whether the Interface has the facet, be it by inheritance. */
export function hasFacet(iface: Interface, facet: Facet): boolean {
  return factsOf(iface).facets.has(facet);
}

/** The Interfaces it extends, each once. */
export function parentsOf(iface: Interface): readonly Interface[] {
  return factsOf(iface).parents;
}

/** The contents of a facet that the Interface does not have from those it extends. */
export function ownContentsIn(iface: Interface, facet: Facet): readonly Content[] {
  return factsOf(iface).ownIn.get(facet) ?? [];
}

/** The properties among the contents that the service side may set. */
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

/** The schemas that the own contents of an Interface hold. */
export function ownSchemas(iface: Interface): readonly SchemaPlace[] {
  return factsOf(iface).places;
}

function schemaPlaces(content: Content): readonly SchemaPlace[] {
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
