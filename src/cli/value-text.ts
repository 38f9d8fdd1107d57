import { parseExactJson } from "../convention/json-text.js";
import { PnpError } from "../errors.js";
import type { PayloadSchema } from "../schema/interface-schema.js";
import { duplicateName } from "./duplicate-name.js";

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
  return parseJsonOrText(text);
}

/** Reads a value of no known schema: JSON where it is JSON, else text. */
export function parseJsonOrText(text: string): unknown {
  let value: unknown;
  try {
    value = parseExactJson(text);
  } catch {
    return text;
  }
  refuseDuplicates(text, "The value");
  return value;
}

function isTextual(schema: PayloadSchema): boolean {
  if (typeof schema === "string") return textCodes.has(schema);
  return "enum" in schema && schema.enum.every((value) => typeof value === "string");
}

/** Reads JSON that must be JSON; `where` names its place in the error. */
export function parseJsonText(text: string, where: string): unknown {
  let value: unknown;
  try {
    value = parseExactJson(text);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new PnpError("PNP_USAGE", `${where} is not JSON: ${reason}`, {
      hint: `Quote it for the shell, for example '"2026-11-20T08:00:00Z"' or '{"a":1}'.`,
      cause,
    });
  }
  refuseDuplicates(text, where);
  return value;
}

function refuseDuplicates(text: string, where: string): void {
  const name = duplicateName(text);
  if (name === undefined) return;
  throw new PnpError("PNP_USAGE", `${where} has ${JSON.stringify(name)} twice in one object.`, {
    hint: "Give every name once; which of the two was meant is not guessed.",
  });
}

/** Splits `name=value` at its first `=`. */
export function splitAssignment(text: string): readonly [name: string, value: string] {
  const at = text.indexOf("=");
  if (at > 0) return [text.slice(0, at), text.slice(at + 1)];
  throw new PnpError("PNP_USAGE", `"${text}" is not of the form name=value.`, {
    hint: "For example thermostat1.targetTemperature=21.5",
  });
}
