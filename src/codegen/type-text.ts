import type { ArraySchema, MapSchema, PrimitiveKind, Schema } from "../dtdl/model.js";
import type { RunContext } from "./run-context.js";
import type { SchemaNames } from "./schema-names.js";
import type { ToolkitType } from "./toolkit-types.js";

/** `read`: what callers get. `input`: what they may pass. */
export type Form = "read" | "input";

/** Where the type texts of one file get their names from. */
export interface TypeContext {
  readonly run: RunContext;
  readonly names: SchemaNames;
  /** Local name of a type of the toolkit. */
  readonly runtimeType: (name: ToolkitType) => string;
}

type NamedText = "Date" | "DateTime" | "Duration" | "Time";

const primitiveTypes: Readonly<Record<Exclude<PrimitiveKind, NamedText>, string>> = {
  Boolean: "boolean",
  Byte: "number",
  Bytes: "string",
  Decimal: "string",
  Double: "number",
  Float: "number",
  Integer: "number",
  Long: "bigint",
  Short: "number",
  String: "string",
  UnsignedByte: "number",
  UnsignedInteger: "number",
  UnsignedLong: "bigint",
  UnsignedShort: "number",
  Uuid: "string",
};

/** The TypeScript type of a schema. */
export function typeText(schema: Schema, form: Form, context: TypeContext): string {
  const named = context.names.get(schema.id);
  if (named) return (form === "input" ? named.inputName : undefined) ?? named.name;
  switch (schema.kind) {
    case "Array":
    case "Map":
      return collectionText(schema, form, context);
    case "DateTime":
      // A model may have a type called Date.
      if (form === "read" && context.run.forms?.dates === "date") return "globalThis.Date";
      return context.runtimeType(form === "input" ? "DateTimeInput" : "DateTime");
    case "Date":
      return context.runtimeType("LocalDate");
    case "Time":
      return context.runtimeType("LocalTime");
    case "Duration":
      return context.runtimeType("Duration");
    case "Long":
    case "UnsignedLong":
      return form === "input" ? "bigint | number" : (context.run.forms?.long ?? "bigint");
    case "Object":
    case "Enum":
      throw new Error(`no name was given to ${schema.id}`);
    default:
      return primitiveTypes[schema.kind];
  }
}

/** An Array or Map written out, its own name left aside. */
export function collectionText(
  schema: ArraySchema | MapSchema,
  form: Form,
  context: TypeContext,
): string {
  if (schema.kind === "Map") {
    return `{ readonly [key: string]: ${typeText(schema.mapValue.schema, form, context)} }`;
  }
  const element = typeText(schema.elementSchema, form, context);
  const atom =
    /^readonly | \| /.test(element) && !element.startsWith("{") ? `(${element})` : element;
  return `readonly ${atom}[]`;
}
