// biome-ignore-all lint/complexity/noBannedTypes: as generated, empty facets
import type { MemberName } from "../../schema/member-name.js";
import type { Command, Relationship } from "../shape.js";
import type { Each, Field, InputTypes, ObjectType, ReadTypes, SchemaType } from "./schema-type.js";

/*
 * The shape of an Interface, read from the literal type of a DTDL document: what src/codegen/facet-declarations.ts writes.
 * `D` is the whole document, `I` an Interface of it, `C` a union of contents.
 *
 * Kept cheap for the compiler: contents are sorted by their kind once for each Interface, Interfaces are looked up in a table
 * that is made once for each document, and only types of Interfaces that lead to others know the document, since
 * whatever holds it costs as much as there are Interfaces in it.
 */

/** The shape of the Interface `I` of the document `D`, whose values are read as the types `V` of the language. */
export type InferredShape<I, D, V = ReadTypes> = SortedShape<
  I,
  ContentsByKind<Contents<I, D>>,
  D,
  V
>;

// The outcome of a condition has no name, so that messages show what is in the shape, not the document.
type SortedShape<I, Sorted, D, V> = Sorted extends { readonly Relationship: infer R extends Link }
  ? {
      id: IdOf<I>;
      properties: Values<Sorted, "Property", I, V>;
      writable: Values<Sorted, "Writable", I, InputTypes>;
      telemetry: Values<Sorted, "Telemetry", I, V>;
      commands: Commands<Sorted, I, V>;
      components: Components<Sorted, D, V>;
      relationships: Links<R, I, D, V>;
    }
  : Sorted extends { readonly Component: unknown }
    ? {
        id: IdOf<I>;
        properties: Values<Sorted, "Property", I, V>;
        writable: Values<Sorted, "Writable", I, InputTypes>;
        telemetry: Values<Sorted, "Telemetry", I, V>;
        commands: Commands<Sorted, I, V>;
        components: Components<Sorted, D, V>;
      }
    : {
        id: IdOf<I>;
        properties: Values<Sorted, "Property", I, V>;
        writable: Values<Sorted, "Writable", I, InputTypes>;
        telemetry: Values<Sorted, "Telemetry", I, V>;
        commands: Commands<Sorted, I, V>;
        components: {};
      };

/** What contents have; a wrong model has something else, but it is refused when it is parsed. */
interface Content {
  readonly "@type": unknown;
  readonly name: string;
  readonly schema?: unknown;
  readonly request?: unknown;
  readonly response?: unknown;
}

interface Link extends Content {
  readonly target?: unknown;
  readonly properties?: unknown;
}

/** The Interface's DTMI; `string` for one that was written without. */
export type IdOf<I> = I extends { readonly "@id": infer Id extends string } ? Id : string;

/** The Interfaces that the document consists of, by DTMI. */
type InterfacesById<D> = { readonly [I in Each<D> as IdOf<I>]: I };

/** One of them. By matching: the keys of a mapped type would be made anew at each question. */
type InterfaceById<D, Id extends string> =
  InterfacesById<D> extends { readonly [Key in Id]: infer I } ? I : never;

/** An Interface as a component or a parent gives it: by DTMI or written in place. */
type Referred<R, D> = R extends string
  ? InterfaceById<D, R>
  : R extends readonly [infer Only]
    ? Referred<Only, D>
    : R;

/** Its own contents and those of the Interfaces it extends. What comes by two ways is the same type and counts once. */
type Contents<I, D> = I extends { readonly extends: infer Parents }
  ? OwnContents<I> | Inherited<Each<Parents>, D>
  : OwnContents<I>;

type OwnContents<I> = I extends { readonly contents: infer C }
  ? C extends readonly Content[]
    ? C[number]
    : C extends Content
      ? C
      : never
  : never;

type Inherited<Parent, D> = Parent extends unknown ? Contents<Referred<Parent, D>, D> : never;

/** Contents under the name of their kind; several of one kind are a union. */
type ContentsByKind<C extends Content> = { readonly [X in C as KindOf<X["@type"], X>]: X };

/** The kind of a content, told by its `@type`: one, or a list with semantic types. */
type KindOf<Type, C> = Type extends "Property"
  ? PropertyKind<C>
  : Type extends string
    ? Type
    : "Property" extends Each<Type>
      ? PropertyKind<C>
      : Extract<Each<Type>, "Telemetry" | "Command" | "Component" | "Relationship">;

/** Writable properties are properties, too. */
type PropertyKind<C> = C extends { readonly writable: true } ? "Property" | "Writable" : "Property";

type Values<Sorted, Kind extends string, I, T> = Sorted extends {
  readonly [K in Kind]: infer C extends Content;
}
  ? { [P in C as MemberName<P["name"]>]: SchemaType<P["schema"], I, T> }
  : {};

type Components<Sorted, D, V> = Sorted extends { readonly Component: infer C extends Content }
  ? { [P in C as MemberName<P["name"]>]: InferredShape<Referred<P["schema"], D>, D, V> }
  : {};

type Links<R extends Link, I, D, V> = {
  [L in R as MemberName<L["name"]>]: Relationship<
    Target<L["target"], D, V>,
    LinkProperties<L["properties"], I, V>
  >;
};

/** Where a Relationship leads; a document need not hold that, and "any Interface" has no shape. */
type Target<Id, D, V> = Id extends string
  ? [InterfaceById<D, Id>] extends [never]
    ? unknown
    : InferredShape<InterfaceById<D, Id>, D, V>
  : unknown;

type LinkProperties<P, I, V> =
  Each<P> extends infer F extends Field
    ? Readonly<ObjectType<Exclude<F, Settable>, I, V>> & ObjectType<Extract<F, Settable>, I, V>
    : {};

interface Settable {
  readonly writable: true;
}

type Commands<Sorted, I, V> = Sorted extends { readonly Command: infer C extends Content }
  ? {
      [M in C as MemberName<M["name"]>]: Command<
        Request<M["request"], I, InputTypes>,
        Response<M["response"], I, V>,
        Request<M["request"], I, V>
      >;
    }
  : {};

type Request<R, I, T> = R extends { readonly schema: infer S }
  ? R extends { readonly nullable: true }
    ? [request?: SchemaType<S, I, T> | null]
    : [request: SchemaType<S, I, T>]
  : [];

type Response<R, I, V> = R extends { readonly schema: infer S }
  ? R extends { readonly nullable: true }
    ? SchemaType<S, I, V> | null
    : SchemaType<S, I, V>
  : // biome-ignore lint/suspicious/noConfusingVoidType: as the Command of a generated file has it
    void;
