import type { Schema } from "../dtdl/model.js";

/** The schemas directly inside a schema. */
export function partsOf(schema: Schema): readonly Schema[] {
  switch (schema.kind) {
    case "Array":
      return [schema.elementSchema];
    case "Map":
      return [schema.mapValue.schema];
    case "Object":
      return schema.fields.map((field) => field.schema);
    default:
      return [];
  }
}
