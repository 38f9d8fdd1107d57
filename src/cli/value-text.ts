import { parseExactJson } from "../convention/json-text.js";
import { PnpError } from "../errors.js";
import type { PayloadSchema } from "../schema/interface-schema.js";

/** Schemas whose values are written without quotes on a command line. */
const textCodes = new Set([
  "bytes",
  "date",
  "dateTime",
  "decimal",
  "duration",
  "string",
  "time",
  "uuid",
]);

/**
 * Reads a value typed on a command line: text where the schema asks for text, JSON elsewhere. What is neither
 * stays text, so that the schema's own check explains what is wrong.
 */
export function parseValueText(text: string, schema: PayloadSchema): unknown {
  if (isTextual(schema) && !text.startsWith('"')) return text;
  try {
    return parseExactJson(text);
  } catch {
    return text;
  }
}

function isTextual(schema: PayloadSchema): boolean {
  if (typeof schema === "string") return textCodes.has(schema);
  return "enum" in schema && schema.enum.every((value) => typeof value === "string");
}

/** Reads JSON that must be JSON; `where` names its place in the error. */
export function parseJsonText(text: string, where: string): unknown {
  try {
    return parseExactJson(text);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new PnpError("PNP_USAGE", `${where} is not JSON: ${reason}`, {
      hint: `Quote it for the shell, for example '"2026-11-20T08:00:00Z"' or '{"a":1}'.`,
      cause,
    });
  }
}

/** Splits `name=value` at its first `=`. */
export function splitAssignment(text: string): readonly [name: string, value: string] {
  const at = text.indexOf("=");
  if (at > 0) return [text.slice(0, at), text.slice(at + 1)];
  throw new PnpError("PNP_USAGE", `"${text}" is not of the form name=value.`, {
    hint: "For example thermostat1.targetTemperature=21.5",
  });
}
