import { parseExactJson } from "../../convention/json-text.js";
import { isPnpError } from "../../errors.js";
import { type RawEvent, textProperty } from "./raw-event.js";

/** The body as JSON, or why it is none. */
export type EventBody =
  | { readonly ok: true; readonly value: unknown }
  | { readonly ok: false; readonly reason: string };

/** The hub knows these encodings; without a name it is UTF-8. */
const decoders: Readonly<Record<string, string>> = {
  "utf-8": "utf-8",
  utf8: "utf-8",
  "utf-16": "utf-16le",
};

/** `application/json`, `application/json-patch+json`, with or without parameters. */
const jsonType = /^application\/(?:[\w.-]+\+)?json\s*(?:;|$)/i;

/** Reads the body as JSON: integers beyond 2^53 become bigint. A content type that says otherwise is believed. */
export function readBody({ body, systemProperties }: RawEvent): EventBody {
  const type = textProperty(systemProperties, "content-type");
  if (type !== undefined && type !== "" && !jsonType.test(type)) {
    return {
      ok: false,
      reason: `The content type is ${JSON.stringify(type)}, not application/json.`,
    };
  }
  const encoding = textProperty(systemProperties, "content-encoding") || "utf-8";
  const decoder = decoders[encoding.toLowerCase()];
  if (decoder === undefined) {
    return { ok: false, reason: `The content encoding is ${JSON.stringify(encoding)}, not utf-8.` };
  }
  try {
    const text = new TextDecoder(decoder, { fatal: true }).decode(body);
    return { ok: true, value: parseExactJson(text) };
  } catch (error) {
    const reason = isPnpError(error)
      ? "The body is not JSON text."
      : `The body is not ${encoding} text.`;
    return { ok: false, reason };
  }
}
