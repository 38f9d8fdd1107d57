import { floatBound, integerRanges } from "../dtdl/number-range.js";
import { textPatterns } from "../dtdl/text-patterns.js";
import { PnpError } from "../errors.js";
import type { PrimitiveCode } from "./interface-schema.js";
import type { JsonSchema } from "./json-schema-document.js";

/**
 * JSON Schema of every primitive. A standard `format` stands beside the pattern where DTDL's values are among the
 * standard's; DTDL's durations are not (the standard's know no `PT0.5S`), so there the pattern stands alone.
 */
const primitives: Readonly<Record<PrimitiveCode, JsonSchema>> = {
  boolean: { type: "boolean" },
  byte: integer(integerRanges.byte),
  bytes: { type: "string", contentEncoding: "base64", pattern: textPatterns.bytes },
  date: { type: "string", format: "date", pattern: textPatterns.date },
  dateTime: { type: "string", format: "date-time", pattern: textPatterns.dateTime },
  decimal: { type: "string", pattern: textPatterns.decimal },
  double: { type: "number" },
  duration: { type: "string", pattern: textPatterns.duration },
  float: { type: "number", exclusiveMinimum: -floatBound, exclusiveMaximum: floatBound },
  integer: integer(integerRanges.integer),
  long: { type: "integer", format: "int64" },
  short: integer(integerRanges.short),
  string: { type: "string" },
  time: { type: "string", format: "time", pattern: textPatterns.time },
  unsignedByte: integer(integerRanges.unsignedByte),
  unsignedInteger: integer(integerRanges.unsignedInteger),
  unsignedLong: { type: "integer", format: "uint64", minimum: 0 },
  unsignedShort: integer(integerRanges.unsignedShort),
  uuid: { type: "string", format: "uuid", pattern: textPatterns.uuid },
};

/** JSON Schema of a primitive. Throws `PNP_USAGE` for a term that DTDL does not have. */
export function primitiveJsonSchema(code: PrimitiveCode): JsonSchema {
  if (!isPrimitiveCode(code)) {
    throw new PnpError("PNP_USAGE", `DTDL has no primitive schema ${JSON.stringify(code)}.`, {
      hint: "Use a term such as double, integer, string or dateTime.",
    });
  }
  return primitives[code];
}

/** Whether a text is the term of a primitive schema. */
export function isPrimitiveCode(text: string): text is PrimitiveCode {
  return Object.hasOwn(primitives, text);
}

function integer([minimum, maximum]: readonly [number, number]): JsonSchema {
  return { type: "integer", minimum, maximum };
}
