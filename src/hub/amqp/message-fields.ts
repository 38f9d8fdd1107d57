import rhea from "rhea";
import { isRecord } from "../../convention/record.js";
import { ServiceError } from "../service-error.js";

/** A message or correlation id as text: clients send texts, numbers, and uuids as their 16 bytes. */
export function idText(id: unknown): string | undefined {
  if (Buffer.isBuffer(id)) return id.length === 16 ? rhea.uuid_to_string(id) : id.toString("hex");
  return fieldText(id);
}

/** A field as text; nothing when it is missing or empty. */
export function fieldText(value: unknown): string | undefined {
  return propertyText(value) || undefined;
}

/** An application property as text, whatever type it travelled as. */
export function propertyText(value: unknown): string | null {
  if (value === null || value === undefined) return null;
  if (value instanceof Date) return value.toISOString();
  return Buffer.isBuffer(value) ? value.toString("base64") : String(value);
}

/** The bytes of a body: data sections joined, or a value that is bytes or text. Anything else is refused. */
export function bodyBytes(body: unknown): Buffer {
  if (body === undefined || body === null) return Buffer.alloc(0);
  if (Buffer.isBuffer(body)) return body;
  if (typeof body === "string") return Buffer.from(body);
  const content = isRecord(body) ? body.content : undefined;
  if (Buffer.isBuffer(content)) return content;
  if (Array.isArray(content) && content.every((part) => Buffer.isBuffer(part))) {
    return Buffer.concat(content);
  }
  throw new ServiceError("ArgumentInvalid", "The body of the message must be bytes or text");
}

/** A map that may be missing. */
export function fieldMap(value: unknown): Readonly<Record<string, unknown>> {
  return isRecord(value) ? value : {};
}
