import type { EnumSchema, ObjectSchema } from "../dtdl/model.js";
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
      return [enumDeclaration(schema, name)];
    case "Array":
    case "Map":
      return [
        [...docOf(schema), `export type ${name} = ${collectionText(schema, "read", context)};`],
      ];
  }
}

/** Fields are optional: DTDL requires none. */
function objectDeclaration(
  schema: ObjectSchema,
  name: string,
  form: Form,
  context: TypeContext,
): readonly string[] {
  const members = schema.fields.map((field) => ({
    doc: docOf(field),
    text: `${checkedName(field.name)}?: ${typeText(field.schema, form, context)}${orInherited(field.name)};`,
  }));
  return [...docOf(schema), ...block(`export interface ${name} `, members, "")];
}

/**
 * An object without a field named `toString` still has the member that all objects have, and TypeScript looks at
 * it; so the field's type must admit it, or no object that leaves the field out would fit.
 */
function orInherited(name: string): string {
  return name in Object.prototype ? ` | {}[${stringLiteral(name)}]` : "";
}

/** A constant for the values and a union of them: unlike a TypeScript enum it is erased with the types. */
function enumDeclaration(schema: EnumSchema, name: string): readonly string[] {
  const members = schema.enumValues.map((value) => ({
    doc: docOf(value),
    text: `${checkedName(value.name)}: ${enumLiteral(value.enumValue)},`,
  }));
  return [
    ...docOf(schema),
    ...block(`export const ${name} = `, members, " as const;"),
    `export type ${name} = (typeof ${name})[keyof typeof ${name}];`,
  ];
}

function enumLiteral(value: string | number): string {
  return typeof value === "string" ? stringLiteral(value) : String(value);
}
