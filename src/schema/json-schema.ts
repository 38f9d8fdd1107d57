import { PnpError } from "../errors.js";
import type { PayloadSchema, PrimitiveCode } from "./interface-schema.js";
import type { JsonSchema } from "./json-schema-document.js";
import { primitiveJsonSchema } from "./primitive-json-schema.js";
import { sharedParts } from "./shared-parts.js";

export type { JsonSchema } from "./json-schema-document.js";

/** Payload schemas by the names that `ref` uses. */
export type NamedSchemas = Readonly<Record<string, PayloadSchema>>;

/**
 * The JSON Schema 2020-12 document of a payload. Schemas that `ref` names are looked up in `schemas` and stand under
 * `$defs`. `long` and `unsignedLong` carry the formats `int64` and `uint64`, whose limits JSON Schema's numbers
 * could not state exactly in every reader. Throws `PNP_USAGE` for what is no payload schema.
 */
export function toJsonSchema(schema: PayloadSchema, schemas?: NamedSchemas): JsonSchema {
  return {
    $schema: "https://json-schema.org/draft/2020-12/schema",
    ...writeJsonSchema(schema, schemas, primitiveJsonSchema),
  };
}

/** {@link toJsonSchema} without `$schema` and with the primitives as `primitive` writes them. */
export function writeJsonSchema(
  schema: PayloadSchema,
  schemas: NamedSchemas = {},
  primitive: (code: PrimitiveCode) => JsonSchema,
): JsonSchema {
  const definitions = new Map<string, JsonSchema>();
  const waiting: (readonly [name: string, find: () => PayloadSchema])[] = [];
  const shared = sharedParts(schema, schemas);
  const write = (part: PayloadSchema): JsonSchema => {
    if (typeof part === "string") return primitive(part);
    if (typeof part !== "object" || part === null) throw unknownSchema(part);
    if ("ref" in part) return define(part.ref, () => referenced(part.ref, schemas));
    const name = shared.get(part);
    return name === undefined ? spell(part) : define(name, () => part);
  };
  const spell = (part: PayloadSchema): JsonSchema => {
    if (typeof part === "string") return primitive(part);
    if ("array" in part) return { type: "array", items: write(part.array) };
    if ("map" in part) return { type: "object", additionalProperties: write(part.map) };
    if ("enum" in part) {
      // 2020-12 wants at least one value in `enum`; an Enum without values has no instances.
      return part.enum.length === 0 ? { not: {} } : { enum: [...new Set(part.enum)] };
    }
    if ("object" in part) {
      const fields = Object.entries(part.object).map(([name, field]) => [name, write(field)]);
      // Every member must be named like a Field; Fields may be absent (DTDL's rules for instances).
      return {
        type: "object",
        properties: Object.fromEntries(fields) as Record<string, JsonSchema>,
        additionalProperties: false,
      };
    }
    throw unknownSchema(part);
  };
  const define = (name: string, find: () => PayloadSchema): JsonSchema => {
    if (!definitions.has(name)) {
      definitions.set(name, {}); // Keeps its place until it is written.
      waiting.push([name, find]);
    }
    return { $ref: definitionReference(name) };
  };
  const root = write(schema);
  // One after the other, not inside each other; the loop also visits the definitions that it adds.
  for (const [name, find] of waiting) definitions.set(name, spell(find()));
  return definitions.size === 0 ? root : { ...root, $defs: Object.fromEntries(definitions) };
}

/** The schema behind a `ref`; one that is nothing but another `ref` would say nothing when followed in a circle. */
function referenced(name: string, schemas: NamedSchemas): PayloadSchema {
  const schema = Object.hasOwn(schemas, name) ? schemas[name] : undefined;
  if (schema === undefined || (typeof schema === "object" && "ref" in schema)) {
    throw new PnpError(
      "PNP_USAGE",
      schema === undefined
        ? `The payload schema refers to ${JSON.stringify(name)}, which is not among the schemas.`
        : `The schema ${JSON.stringify(name)} is only a reference to another schema.`,
      { hint: "Pass the `schemas` of the Interface the payload schema belongs to." },
    );
  }
  return schema;
}

/** What `$ref` holds for a definition of this name: a JSON Pointer as URI fragment; `:` and `;` of DTMIs stay as they are. */
export function definitionReference(name: string): string {
  const fragment = encodeURIComponent(name.replaceAll("~", "~0").replaceAll("/", "~1"))
    .replaceAll("%3A", ":")
    .replaceAll("%3B", ";");
  return `#/$defs/${fragment}`;
}

function unknownSchema(found: unknown): PnpError {
  const members =
    typeof found === "object" && found !== null
      ? `an object with the members ${JSON.stringify(Object.keys(found))}`
      : String(found);
  return new PnpError("PNP_USAGE", `This is no payload schema: ${members}.`, {
    hint: "Take payload schemas from an Interface, by describeInterface.",
  });
}
