import type { EnumSchema, EnumValue, Field, ObjectSchema, Property } from "../dtdl/model.js";
import { block, docOf } from "./declaration.js";
import { checkedName } from "./identifier.js";
import { stringLiteral } from "./model-text.js";
import type { NamedSchema } from "./schema-names.js";
import { collectionText, type Form, type TypeContext, typeText } from "./type-text.js";

/** The declarations of a named schema, each as its lines. */
export function schemaDeclarations(
  named: NamedSchema,
  context: TypeContext,
): readonly (readonly string[])[] {
  const { schema, name, inputName } = named;
  switch (schema.kind) {
    case "Object":
      return [
        objectDeclaration(schema, name, "read", context),
        ...(inputName === undefined
          ? []
          : [objectDeclaration(schema, inputName, "input", context)]),
      ];
    case "Enum":
      return context.run.enums === "union"
        ? [enumUnion(schema, name, context)]
        : [[...enumConstant(schema, name, context), enumType(name)]];
    case "Array":
    case "Map": {
      const alias = (as: string, form: Form): readonly string[] => [
        ...docOf(schema, context.run),
        `export type ${context.run.mark(schema)}${as} = ${collectionText(schema, form, context)};`,
      ];
      return [alias(name, "read"), ...(inputName === undefined ? [] : [alias(inputName, "input")])];
    }
  }
}

/** Fields are optional: DTDL requires none. */
function objectDeclaration(
  schema: ObjectSchema,
  name: string,
  form: Form,
  context: TypeContext,
): readonly string[] {
  const { run } = context;
  const members = schema.fields.map((field) => ({
    doc: docOf(field, run),
    text: `${fieldText(field, form, context)};`,
  }));
  return [
    ...docOf(schema, run),
    ...block(`export interface ${run.mark(schema)}${name} `, members, ""),
  ];
}

/** A field of an Object, or a property of a Relationship: it may be absent. */
export function fieldText(field: Field | Property, form: Form, context: TypeContext): string {
  const name = context.run.mark(field) + checkedName(field.name);
  return `${name}?: ${typeText(field.schema, form, context)}${orInherited(field.name)}`;
}

/**
 * An object without a field named `toString` still has the member that all objects have, and TypeScript looks at
 * it; so the field's type must admit it, or no object that leaves the field out would fit.
 */
function orInherited(name: string): string {
  return name in Object.prototype ? ` | {}[${stringLiteral(name)}]` : "";
}

/** A constant for the values: unlike a TypeScript enum it needs no code of its own. */
export function enumConstant(
  schema: EnumSchema,
  name: string,
  { run }: TypeContext,
): readonly string[] {
  const isDeclared = run.form === "dts";
  const [start, end] = isDeclared ? ["readonly ", ";"] : ["", ","];
  const members = schema.enumValues.map((value) => ({
    doc: docOf(value, run),
    text: `${start}${run.mark(value)}${checkedName(value.name)}: ${enumLiteral(value)}${end}`,
  }));
  const opening = isDeclared
    ? `export declare const ${run.mark(schema)}${name}: `
    : `export const ${run.mark(schema)}${name} = `;
  return [
    ...docOf(schema, run),
    ...block(opening, members, run.form === "ts" ? " as const;" : ";"),
  ];
}

/** The type beside the constant: the union of its values. */
export function enumType(name: string): string {
  return `export type ${name} = (typeof ${name})[keyof typeof ${name}];`;
}

/** An Enum without a constant. Each value has a line of its own where some have comments. */
function enumUnion(schema: EnumSchema, name: string, { run }: TypeContext): readonly string[] {
  const start = [...docOf(schema, run)];
  const type = `export type ${run.mark(schema)}${name} =`;
  const values = schema.enumValues.map((value) => ({
    doc: docOf(value, run),
    literal: enumLiteral(value),
  }));
  if (values.every(({ doc }) => doc.length === 0)) {
    const union = values.map(({ literal }) => literal).join(" | ") || "never";
    return [...start, `${type} ${union};`];
  }
  const lines = values.flatMap(({ doc, literal }) => [
    ...doc.map((line) => `  ${line}`),
    `  | ${literal}`,
  ]);
  return [...start, type, ...lines.slice(0, -1), `${lines.at(-1)};`];
}

function enumLiteral({ enumValue }: EnumValue): string {
  return typeof enumValue === "string" ? stringLiteral(enumValue) : String(enumValue);
}
