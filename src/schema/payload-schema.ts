import type { PrimitiveKind, Schema } from "../dtdl/model.js";
import type { PayloadSchema, PrimitiveCode } from "./interface-schema.js";
import { partsOf } from "./schema-parts.js";

/** Turns the schemas of one Interface into payload schemas, remembering those that stand under their name. */
export interface PayloadDescriber {
  describe(schema: Schema): PayloadSchema;
  /** The schemas met so far that others refer to: they contain themselves, or are large. By DTMI. */
  named(): ReadonlyMap<string, PayloadSchema>;
}

/** What one look at a schema and everything below it tells. */
interface Extent {
  /** Levels down to a primitive or to a schema that stands under its name. */
  height: number;
  /** Parts when it is written out, each as often as it is used, and values of Enums. */
  size: number;
  containsItself: boolean;
}

/**
 * A schema with more levels or parts stands under its name, and others refer to it: a circle of schemas may be as long
 * as a text allows, and objects that use each other twice grow twofold with each level.
 */
const mostLevels = 16;
const mostParts = 200;

function isNamed(extent: Extent | undefined): boolean {
  if (extent === undefined) return false;
  return extent.containsItself || extent.height > mostLevels || extent.size > mostParts;
}

/** Makes a describer. A schema used twice becomes one shared payload schema. */
export function createPayloadDescriber(): PayloadDescriber {
  const extents = new Map<Schema, Extent>();
  const done = new Map<Schema, PayloadSchema>();
  const named = new Map<string, PayloadSchema>();
  const references = new Map<Schema, PayloadSchema>();
  const waiting: Schema[] = [];

  const refer = (schema: Schema): PayloadSchema => {
    if (isPrimitive(schema)) return termOf(schema.kind);
    if (!isNamed(extents.get(schema))) return write(schema);
    const known = references.get(schema);
    if (known !== undefined) return known;
    const reference = { ref: schema.id };
    references.set(schema, reference);
    named.set(schema.id, reference); // Keeps its place in the order until it is written.
    waiting.push(schema);
    return reference;
  };

  const write = (schema: Schema): PayloadSchema => {
    const known = done.get(schema);
    if (known !== undefined) return known;
    const payload = spell(schema, refer);
    done.set(schema, payload);
    return payload;
  };

  return {
    describe(schema) {
      if (isPrimitive(schema)) return termOf(schema.kind);
      measure(schema, extents);
      const described = refer(schema);
      // The loop also visits the schemas that it adds.
      for (const each of waiting) named.set(each.id, write(each));
      waiting.length = 0;
      return described;
    },
    named: () => named,
  };
}

/**
 * Measures a schema and all below it, without recursion. Of every circle one schema is said to contain itself, the
 * first one met: that is enough to break it.
 */
function measure(root: Schema, extents: Map<Schema, Extent>): void {
  if (extents.has(root)) return;
  const way: { readonly extent: Extent; readonly parts: readonly Schema[]; next: number }[] = [];
  const open = new Set<Extent>();
  const enter = (schema: Schema): void => {
    const size = schema.kind === "Enum" ? schema.enumValues.length : 1;
    const extent = { height: 1, size, containsItself: false };
    extents.set(schema, extent);
    open.add(extent);
    way.push({ extent, parts: partsOf(schema), next: 0 });
  };
  enter(root);
  for (let place = way.at(-1); place; place = way.at(-1)) {
    const { extent } = place;
    const part = place.parts[place.next];
    if (part === undefined) {
      open.delete(extent);
      way.pop();
      continue;
    }
    const known = extents.get(part);
    if (known === undefined && !isPrimitive(part)) {
      enter(part);
      continue;
    }
    place.next += 1;
    if (known !== undefined && open.has(known)) known.containsItself = true;
    const inPlace = isNamed(known) ? undefined : known;
    extent.size += inPlace?.size ?? 1;
    extent.height = Math.max(extent.height, 1 + (inPlace?.height ?? 0));
  }
}

function isPrimitive(schema: Schema): schema is Extract<Schema, { readonly kind: PrimitiveKind }> {
  const { kind } = schema;
  return kind !== "Array" && kind !== "Map" && kind !== "Enum" && kind !== "Object";
}

function spell(schema: Schema, refer: (part: Schema) => PayloadSchema): PayloadSchema {
  switch (schema.kind) {
    case "Array":
      return { array: refer(schema.elementSchema) };
    case "Map":
      return { map: refer(schema.mapValue.schema) };
    case "Enum":
      return { enum: schema.enumValues.map(({ enumValue }) => enumValue) };
    case "Object":
      return {
        object: Object.fromEntries(schema.fields.map((field) => [field.name, refer(field.schema)])),
      };
    default:
      return termOf(schema.kind);
  }
}

/** The term of a primitive class: `DateTime` is written `dateTime`. */
export function termOf<Kind extends PrimitiveKind>(kind: Kind): PrimitiveCode {
  return `${kind.charAt(0).toLowerCase()}${kind.slice(1)}` as Uncapitalize<Kind>;
}
