import type { PrimitiveKind, Schema } from "../dtdl/model.js";
import type { PayloadSchema, PrimitiveCode } from "./interface-schema.js";
import { maxLevels, tooManyLevels } from "./max-levels.js";
import { partsOf } from "./schema-parts.js";

/** Turns the schemas of one Interface into payload schemas, remembering those that contain themselves. */
export interface PayloadDescriber {
  describe(schema: Schema): PayloadSchema;
  /** The schemas met so far that contain themselves, by DTMI. */
  recursive(): ReadonlyMap<string, PayloadSchema>;
}

/**
 * Makes a describer. A schema used twice becomes one shared payload schema. It throws `PNP_USAGE` for schemas that go down
 * more than 1000 levels before they come back to themselves.
 */
export function createPayloadDescriber(): PayloadDescriber {
  const searched = new Set<Schema>();
  const containsItself = new Set<Schema>();
  const done = new Map<Schema, PayloadSchema>();
  const named = new Map<string, PayloadSchema>();

  /** Finds the schemas that a path leads back to: one of every circle is enough to break it. */
  const search = (schema: Schema, open: Set<Schema>): void => {
    if (open.has(schema)) containsItself.add(schema);
    if (searched.has(schema)) return;
    searched.add(schema);
    open.add(schema);
    if (open.size > maxLevels) throw tooManyLevels(schema.id);
    for (const part of partsOf(schema)) search(part, open);
    open.delete(schema);
  };

  const refer = (schema: Schema): PayloadSchema => {
    if (!containsItself.has(schema)) return write(schema);
    if (!named.has(schema.id)) {
      named.set(schema.id, { ref: schema.id }); // Keeps its place in the order while it is written.
      named.set(schema.id, write(schema));
    }
    return { ref: schema.id };
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
      search(schema, new Set());
      return refer(schema);
    },
    recursive: () => named,
  };
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
