// biome-ignore-all lint/complexity/noBannedTypes: the type of what every object inherits
import type { DateTime, DateTimeInput, Duration, LocalDate, LocalTime } from "../shape.js";

/*
 * The TypeScript side of DTDL schemas, read from literal types. `S` is the schema as it stands in the document, `I` the
 * Interface it stands in, where its identifiers are looked up. What these types mean is what src/codegen/type-text.ts
 * writes; a test compares the two.
 */

/** A geometry of GeoJSON, as DTDL's standard schemas have it. */
interface Geometry<Type extends string, Coordinates> {
  type?: Type;
  coordinates?: Coordinates;
}

type Position = readonly number[];

/** The schemas of the language, by their terms, as they are read. */
export interface ReadTypes {
  boolean: boolean;
  byte: number;
  bytes: string;
  date: LocalDate;
  dateTime: DateTime;
  decimal: string;
  double: number;
  duration: Duration;
  float: number;
  integer: number;
  long: bigint;
  short: number;
  string: string;
  time: LocalTime;
  unsignedByte: number;
  unsignedInteger: number;
  unsignedLong: bigint;
  unsignedShort: number;
  uuid: string;
  point: Geometry<"Point", Position>;
  multiPoint: Geometry<"MultiPoint", readonly Position[]>;
  lineString: Geometry<"LineString", readonly Position[]>;
  multiLineString: Geometry<"MultiLineString", readonly (readonly Position[])[]>;
  polygon: Geometry<"Polygon", readonly (readonly Position[])[]>;
  multiPolygon: Geometry<"MultiPolygon", readonly (readonly (readonly Position[])[])[]>;
  scaledDecimal: { value?: string; scale?: number };
  vector: { x?: number; y?: number; z?: number };
  geopoint: { lat?: number; lon?: number; alt?: number };
}

/** As they are read in other forms than the default ones. */
export type ReadAs<F> = F extends { readonly long: "number" }
  ? F extends { readonly dates: "date" }
    ? WithNumbers<WithDates<ReadTypes>>
    : WithNumbers<ReadTypes>
  : F extends { readonly dates: "date" }
    ? WithDates<ReadTypes>
    : ReadTypes;

type WithNumbers<T> = Omit<T, "long" | "unsignedLong"> & { long: number; unsignedLong: number };
type WithDates<T> = Omit<T, "dateTime"> & { dateTime: Date };

/** The same as callers may pass them. */
export interface InputTypes extends Omit<ReadTypes, "dateTime" | "long" | "unsignedLong"> {
  dateTime: DateTimeInput;
  long: bigint | number;
  unsignedLong: bigint | number;
}

/** One value or a list of them: the union. */
export type Each<T> = T extends readonly unknown[] ? T[number] : T;

/** The type of a schema; `T` has those of the language itself, read or input. */
export type SchemaType<S, I, T> = S extends keyof T
  ? T[S]
  : S extends string
    ? NamedType<S, I, T>
    : WrittenType<S, I, T>;

/** A schema that stands where it is used, told by the member that only its kind has. */
type WrittenType<S, I, T> = S extends { readonly fields: infer F }
  ? Each<F> extends infer E extends Field
    ? ObjectType<E, I, T>
    : unknown
  : S extends { readonly enumValues: infer V }
    ? Each<V> extends infer E
      ? E extends { readonly enumValue: infer Value }
        ? Value
        : never
      : never
    : S extends { readonly elementSchema: infer E }
      ? readonly SchemaType<E, I, T>[]
      : S extends { readonly mapValue: { readonly schema: infer V } }
        ? { readonly [key: string]: SchemaType<V, I, T> }
        : S extends readonly [infer Only]
          ? SchemaType<Only, I, T>
          : S extends { readonly "@type": infer K }
            ? EmptyType<Each<K>>
            : unknown;

/** An Object without fields; an Enum without values has no instances. */
type EmptyType<Kind> = "Enum" extends Kind ? never : "Object" extends Kind ? object : unknown;

/** What a field has; a wrong one is refused when the model is parsed. */
export interface Field {
  readonly name: unknown;
  readonly schema: unknown;
}

/** Fields are optional: DTDL requires none. */
export type ObjectType<F extends Field, I, T> = [F["name"] & keyof Object] extends [never]
  ? { [E in F as FieldName<E["name"]>]?: SchemaType<E["schema"], I, T> }
  : { [E in F as FieldName<E["name"]>]?: SchemaType<E["schema"], I, T> | Inherited<E["name"]> };

type FieldName<N> = N extends string
  ? N
  : N extends readonly [infer Only extends string]
    ? Only
    : never;

/** An object without a field named `toString` still has the member of all objects, which the field's type must admit. */
type Inherited<Name> = Name extends keyof Object ? Object[Name] : never;

/** A schema by its identifier: the language's own, one of the Interface's `schemas`, or one inside of its contents. */
type NamedType<Id extends string, I, T> = I extends { readonly schemas: infer List }
  ? [Extract<Each<List>, { readonly "@id": Id }>] extends [never]
    ? ElsewhereType<Id, I, T>
    : WrittenType<Extract<Each<List>, { readonly "@id": Id }>, I, T>
  : ElsewhereType<Id, I, T>;

type ElsewhereType<
  Id extends string,
  I,
  T,
> = Id extends `dtmi:${BuiltInFamily}:${infer Term extends keyof T & string};${string}`
  ? T[Term]
  : WrittenType<Inside<I, Id>, I, T>;

/** Where the identifiers of the language's schemas have their terms. */
type BuiltInFamily = "dtdl:instance:Schema" | "standard:schema:geospatial" | "iotcentral:schema";

/** The element with this identifier, however deep it stands. Only for schemas that are named where they are used. */
type Inside<Node, Id> = Node extends { readonly "@id": Id; readonly "@type": unknown }
  ? Node
  : Node extends readonly (infer Item)[]
    ? Inside<Item, Id>
    : Node extends object
      ? { [K in keyof Node]: Inside<Node[K], Id> }[keyof Node]
      : never;
