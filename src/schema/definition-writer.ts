import type {
  ComplexSchema,
  EnumSchema,
  LocalizedText,
  PrimitiveSchema,
  Schema,
} from "../dtdl/model.js";
import { longRanges } from "../dtdl/number-range.js";
import { preferredText } from "./describe.js";
import type { PrimitiveCode } from "./interface-schema.js";
import { definitionReference } from "./json-schema.js";
import type { JsonSchema } from "./json-schema-document.js";
import { termOf } from "./payload-schema.js";
import { primitiveJsonSchema } from "./primitive-json-schema.js";

/** Writes the parts of one JSON Schema document; what is used more than once stands under `$defs`. */
export interface DefinitionWriter {
  /** A schema of the model: in place, or a reference where it is used more than once or contains itself. */
  schema(schema: Schema): JsonSchema;
  /** A schema with the texts, semantic type and unit of the element that uses it. */
  annotated(element: Annotated, schema: Schema): JsonSchema;
  /** A reference to the definition of this name, which `write` gives when it is first asked for. */
  define(name: string, write: () => JsonSchema): JsonSchema;
}

/** What an element says about its values beside their schema. */
export interface Annotated {
  readonly displayName: LocalizedText;
  readonly description: LocalizedText;
  readonly semanticType?: string;
  readonly unit?: string;
}

/**
 * Writes a document in two rounds: the first one counts how often each complex schema is used, the second one writes those
 * used once in their place.
 */
export function writeDocument(write: (writer: DefinitionWriter) => JsonSchema): JsonSchema {
  const uses = new Map<Schema, number>();
  writeRound(write, (schema) => {
    uses.set(schema, (uses.get(schema) ?? 0) + 1);
    return true;
  });
  return writeRound(write, (schema) => (uses.get(schema) ?? 0) > 1);
}

/** Deeper than schemas are unless they contain themselves: what lies deeper becomes a definition. */
const deepest = 24;

/** Definitions are written one after the other, not inside each other: a circle of schemas may be as long as a text allows. */
function writeRound(
  write: (writer: DefinitionWriter) => JsonSchema,
  isShared: (schema: Schema) => boolean,
): JsonSchema {
  const definitions = new Map<string, JsonSchema>();
  const waiting: (readonly [name: string, write: () => JsonSchema])[] = [];
  let depth = 0;
  const writer: DefinitionWriter = {
    schema(schema) {
      if (isPrimitive(schema)) return primitive(schema);
      if (isShared(schema) || depth >= deepest) {
        return writer.define(schema.id, () => complex(schema, writer));
      }
      depth++;
      const written = complex(schema, writer);
      depth--;
      return written;
    },
    annotated: (element, schema) => annotate(element, writer.schema(schema)),
    define(name, body) {
      if (!definitions.has(name)) {
        definitions.set(name, {}); // Keeps its place.
        waiting.push([name, body]);
      }
      return { $ref: definitionReference(name) };
    },
  };
  const root = write(writer);
  // The loop also visits the definitions that it adds.
  for (const [name, body] of waiting) definitions.set(name, body());
  return definitions.size === 0 ? root : { ...root, $defs: Object.fromEntries(definitions) };
}

function isPrimitive(schema: Schema): schema is PrimitiveSchema {
  return !["Array", "Enum", "Map", "Object"].includes(schema.kind);
}

/** The limits of 64 bits as numbers that a double holds exactly, so that no format outside the standard is needed. */
const longs: Readonly<Partial<Record<PrimitiveCode, JsonSchema>>> = {
  long: wideInteger(longRanges.long),
  unsignedLong: wideInteger(longRanges.unsignedLong),
};

function wideInteger([least, greatest]: readonly [bigint, bigint]): JsonSchema {
  return { type: "integer", minimum: Number(least), exclusiveMaximum: Number(greatest + 1n) };
}

function primitive({ kind }: PrimitiveSchema): JsonSchema {
  const code = termOf(kind);
  return longs[code] ?? primitiveJsonSchema(code);
}

function complex(schema: ComplexSchema, writer: DefinitionWriter): JsonSchema {
  return annotate(schema, shape(schema, writer));
}

function shape(schema: ComplexSchema, writer: DefinitionWriter): JsonSchema {
  switch (schema.kind) {
    case "Array":
      return { type: "array", items: writer.schema(schema.elementSchema) };
    case "Map":
      return {
        type: "object",
        additionalProperties: writer.annotated(schema.mapValue, schema.mapValue.schema),
      };
    case "Enum":
      return enumeration(schema);
    case "Object":
      return closedObject(
        schema.fields.map((field) => [field.name, writer.annotated(field, field.schema)]),
      );
  }
}

/** An object that has no members but these; each of them may be absent. */
export function closedObject(
  members: Iterable<readonly [name: string, schema: JsonSchema]>,
): JsonSchema {
  return { type: "object", properties: Object.fromEntries(members), additionalProperties: false };
}

/** What the values are called is told where it says more than the values do. */
function enumeration({ enumValues, valueSchema }: EnumSchema): JsonSchema {
  // 2020-12 wants at least one value in `enum`; an Enum without values has no instances.
  if (enumValues.length === 0) return { not: {} };
  const labels = enumValues.map(({ name, displayName }) => preferredText(displayName) ?? name);
  const isTelling = enumValues.some(({ enumValue }, index) => enumValue !== labels[index]);
  const spelled = enumValues.map(
    ({ enumValue }, index) => `${JSON.stringify(enumValue)}: ${labels[index]}`,
  );
  return {
    ...(isTelling && { $comment: spelled.join(", ") }),
    type: valueSchema.kind === "String" ? "string" : "integer",
    enum: [...new Set(enumValues.map(({ enumValue }) => enumValue))],
  };
}

/** Texts of the element go before those of its schema; what both comment on is kept. */
function annotate(element: Annotated, schema: JsonSchema): JsonSchema {
  const comments = [measure(element), schema.$comment].filter((text) => text !== undefined);
  const texts = textsOf(element);
  return {
    ...texts,
    ...schema,
    ...texts, // Written first, and yet those that stay.
    ...(comments.length > 0 && { $comment: comments.join("; ") }),
  };
}

/** Title and description of an element, where it has them. */
export function textsOf(element: Annotated): Pick<JsonSchema, "title" | "description"> {
  const title = preferredText(element.displayName);
  const description = preferredText(element.description);
  return {
    ...(title !== undefined && { title }),
    ...(description !== undefined && { description }),
  };
}

/** JSON Schema has no word for units. */
function measure({ semanticType, unit }: Annotated): string | undefined {
  if (unit === undefined) return semanticType;
  return semanticType === undefined ? `in ${unit}` : `${semanticType} in ${unit}`;
}
