import type { ArraySchema, ComplexSchema, Content, MapSchema, Schema } from "../dtdl/model.js";
import { partsOf } from "../schema/schema-parts.js";
import type { SchemaPlace } from "./contents.js";
import { checkedName, type NameScope, pascalCase, typeName } from "./identifier.js";
import { reachable } from "./wire-forms.js";

/** A schema that becomes a type of its own in the file. */
export interface NamedSchema {
  readonly schema: ComplexSchema;
  /** Name of the type as it is read. */
  readonly name: string;
  /** Name of the type as callers may pass it, where that is another and somebody passes it. */
  readonly inputName?: string;
}

/** The types that the schemas of one Interface's own contents become, by the DTMI of the schema. */
export type SchemaNames = ReadonlyMap<string, NamedSchema>;

/** Names of the types for the properties of Relationships, by the DTMI of the Relationship; for those that have some. */
export function nameRelationships(
  contents: readonly Content[],
  base: string,
  scope: NameScope,
): ReadonlyMap<string, string> {
  const names = new Map<string, string>();
  for (const content of contents) {
    if (content.kind !== "Relationship" || content.properties.length === 0) continue;
    names.set(content.id, scope.take(base + pascalName(content.name)));
  }
  return names;
}

/**
 * Names schemas after the last label of their `@id`, where the author gave one, and after their place otherwise:
 * `ThermostatGetMaxMinReportResponse`. Depth first in the order written, without recursion since chains of
 * Objects may be long.
 */
export function nameSchemas(
  places: readonly SchemaPlace[],
  base: string,
  scope: NameScope,
  differing: ReadonlySet<string>,
): SchemaNames {
  const names = new Map<string, NamedSchema>();
  const seen = new Set<string>();
  const open: { schema: Schema; place: string }[] = [];
  for (const { schema, path } of [...places].reverse()) {
    if (isPrimitive(schema)) continue;
    open.push({ schema, place: base + path.map(pascalName).join("") });
  }
  for (let next = open.pop(); next; next = open.pop()) {
    const { schema } = next;
    if (isPrimitive(schema) || seen.has(schema.id)) continue;
    seen.add(schema.id);
    const named = namedSchema(schema);
    const name = named && scope.take(authorsName(schema.id) ?? next.place);
    if (named && name !== undefined) names.set(schema.id, { schema: named, name });
    for (const part of partPlaces(schema, name ?? next.place).reverse()) open.push(part);
  }
  return withInputNames(names, places, scope, differing);
}

function withInputNames(
  names: ReadonlyMap<string, NamedSchema>,
  places: readonly SchemaPlace[],
  scope: NameScope,
  differing: ReadonlySet<string>,
): SchemaNames {
  if (![...names.keys()].some((id) => differing.has(id))) return names;
  const passed = reachable(places.filter(({ input }) => input).map(({ schema }) => schema));
  return new Map(
    [...names].map(([id, named]) =>
      differing.has(id) && passed.has(id)
        ? [id, { ...named, inputName: scope.take(`${named.name}Input`) }]
        : [id, named],
    ),
  );
}

function pascalName(name: string): string {
  return pascalCase(checkedName(name));
}

/** Generated identifiers hold a label that begins with an underscore; authors cannot write one. */
function authorsName(dtmi: string): string | undefined {
  return dtmi.includes(":_") ? undefined : typeName(dtmi);
}

function isPrimitive({ kind }: Schema): boolean {
  return kind !== "Object" && kind !== "Enum" && kind !== "Array" && kind !== "Map";
}

function partPlaces(schema: Schema, place: string): { schema: Schema; place: string }[] {
  if (schema.kind === "Object") {
    return schema.fields.map((field) => ({
      schema: field.schema,
      place: place + pascalName(field.name),
    }));
  }
  const suffix = schema.kind === "Array" ? "Item" : "Value";
  return partsOf(schema).map((part) => ({ schema: part, place: place + suffix }));
}

/** The schema, if it needs a name: Objects, Enums, and Arrays and Maps that lead back to themselves. */
function namedSchema(schema: Schema): ComplexSchema | undefined {
  if (schema.kind === "Object" || schema.kind === "Enum") return schema;
  return (schema.kind === "Array" || schema.kind === "Map") && containsOnlyItself(schema)
    ? schema
    : undefined;
}

/** Whether Arrays and Maps alone lead from the schema back to it. An Object on the way would break the circle. */
function containsOnlyItself(schema: ArraySchema | MapSchema): boolean {
  const passed = new Set<string>();
  let next: Schema = schema;
  while ((next.kind === "Array" || next.kind === "Map") && !passed.has(next.id)) {
    passed.add(next.id);
    next = next.kind === "Array" ? next.elementSchema : next.mapValue.schema;
    if (next.id === schema.id) return true;
  }
  return false;
}
