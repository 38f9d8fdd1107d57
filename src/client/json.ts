/** Any JSON value. */
export type JsonValue = string | number | boolean | null | readonly JsonValue[] | JsonObject;

/** A JSON object, such as the tags of a twin. */
export interface JsonObject {
  readonly [name: string]: JsonValue;
}

/** Whether a value that was read from JSON is an object. Integers beyond a double are `bigint` then, and count too. */
export function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
