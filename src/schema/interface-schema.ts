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

/** What programs get to read for values that TypeScript has two forms for. Either may be passed. */
export interface ValueForms {
  /**
   * `long` and `unsignedLong`: `bigint`, the default, or `number`, where a value beyond 2^53 - 1 does not fit the model
   * instead of being rounded.
   */
  readonly long?: "bigint" | "number";
  /**
   * `dateTime`: `string`, the default, as it was sent; or `date`, a `Date`, where a time finer than milliseconds does not
   * fit the model instead of being cut. The offset is lost.
   */
  readonly dates?: "string" | "date";
}

/** The forms that are not the default ones; undefined where all are. */
export function chosenForms({ long, dates }: ValueForms): ValueForms | undefined {
  const isNumber = long === "number";
  const isDate = dates === "date";
  if (!isNumber && !isDate) return undefined;
  return { ...(isNumber && { long }), ...(isDate && { dates }) };
}

/** Everything a client must know of an Interface. Absent members mean "none". */
export interface InterfaceSchema<Component = unknown> {
  readonly properties?: Readonly<Record<string, PropertySchema>>;
  readonly telemetry?: Readonly<Record<string, TelemetrySchema>>;
  readonly commands?: Readonly<Record<string, CommandSchema>>;
  readonly components?: Readonly<Record<string, Component>>;
  readonly schemas?: Readonly<Record<string, PayloadSchema>>;
  /** Those that are not the default ones. */
  readonly forms?: ValueForms;
}
