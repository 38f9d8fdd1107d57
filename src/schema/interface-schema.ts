/**
 * The payloads of one Interface as compact plain data: what a generated descriptor carries, what a client reads,
 * and what JSON Schemas are made from.
 */

/** DTDL's primitive schemas by their terms. */
export type PrimitiveCode =
  | "boolean"
  | "byte"
  | "bytes"
  | "date"
  | "dateTime"
  | "decimal"
  | "double"
  | "duration"
  | "float"
  | "integer"
  | "long"
  | "short"
  | "string"
  | "time"
  | "unsignedByte"
  | "unsignedInteger"
  | "unsignedLong"
  | "unsignedShort"
  | "uuid";

/** A payload schema: a primitive by its term, a complex one by what it is made of. */
export type PayloadSchema =
  | PrimitiveCode
  | { readonly array: PayloadSchema }
  | { readonly map: PayloadSchema }
  | { readonly object: Readonly<Record<string, PayloadSchema>> }
  | { readonly enum: readonly (string | number)[] }
  /** A schema that contains itself (DTDL v4), by its key in {@link InterfaceSchema.schemas}. */
  | { readonly ref: string };

/** What a content says about its values beside their schema: unit, semantic type and a name for people. */
export interface ContentInfo {
  readonly unit?: string;
  readonly semanticType?: string;
  readonly displayName?: string;
}

/** A property; without `writable` only the device sets it. */
export interface PropertySchema extends ContentInfo {
  readonly schema: PayloadSchema;
  readonly writable?: true;
}

/** One telemetry. */
export interface TelemetrySchema extends ContentInfo {
  readonly schema: PayloadSchema;
}

/** The request or the response of a command. With `nullable` it may be `null` or missing. */
export interface CommandPayloadSchema {
  readonly name: string;
  readonly schema: PayloadSchema;
  readonly nullable?: true;
}

/** A command; without `request` or `response` it has none. */
export interface CommandSchema {
  readonly request?: CommandPayloadSchema;
  readonly response?: CommandPayloadSchema;
  readonly displayName?: string;
}

/** Everything a client must know of an Interface. Absent members mean "none". */
export interface InterfaceSchema<Component = unknown> {
  readonly properties?: Readonly<Record<string, PropertySchema>>;
  readonly telemetry?: Readonly<Record<string, TelemetrySchema>>;
  readonly commands?: Readonly<Record<string, CommandSchema>>;
  readonly components?: Readonly<Record<string, Component>>;
  readonly schemas?: Readonly<Record<string, PayloadSchema>>;
}
