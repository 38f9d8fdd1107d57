import type { Schema } from "../dtdl/model.js";

/** A schema in few words: `double`, `array of string`, `enum of integer`; what is inside an Object is not said. */
export function schemaText(schema: Schema): string {
  let text = "";
  let part = schema;
  // Arrays and maps nest to a limit, or in a circle.
  for (let depth = 0; depth < 8; depth++) {
    if (part.kind === "Array") {
      text += "array of ";
      part = part.elementSchema;
    } else if (part.kind === "Map") {
      text += "map of ";
      part = part.mapValue.schema;
    } else break;
  }
  if (part.kind === "Enum") return `${text}enum of ${term(part.valueSchema.kind)}`;
  return text + term(part.kind);
}

/** `DateTime` is written `dateTime` in models. */
function term(kind: string): string {
  return kind.charAt(0).toLowerCase() + kind.slice(1);
}
