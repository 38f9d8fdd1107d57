// biome-ignore-all lint/complexity/noBannedTypes: as generated, empty facets
import type { MemberName } from "../../schema/member-name.js";
import type { Command } from "../shape.js";
import type { Each, InputTypes, ReadTypes, SchemaType } from "./schema-type.js";

/*
 * The shape of an Interface, read from the literal type of a DTDL document: what src/codegen/facet-declarations.ts writes.
 * `D` is the whole document, `I` an Interface of it, `C` a union of contents.
 *
 * Kept cheap for the compiler: contents are sorted by their kind once for each Interface, Interfaces are looked up in a table
 * that is made once for each document, and only types of Interfaces with components know the document, since
 * whatever holds it costs as much as there are Interfaces in it.
 */

/** The shape of the Interface `I` of the document `D`. */
export type InferredShape<I, D> = SortedShape<I, ContentsByKind<Contents<I, D>>, D>;

// The outcome of a condition has no name, so that messages show what is in the shape, not the document.
type SortedShape<I, Sorted, D> = Sorted extends { readonly Component: infer C extends Content }
  ? {
      id: IdOf<I>;
      properties: Values<Sorted, "Property", I, ReadTypes>;
      writable: Values<Sorted, "Writable", I, InputTypes>;
      telemetry: Values<Sorted, "Telemetry", I, ReadTypes>;
      commands: Commands<Sorted, I>;
      components: { [P in C as MemberName<P["name"]>]: InferredShape<Referred<P["schema"], D>, D> };
    }
  : {
      id: IdOf<I>;
      properties: Values<Sorted, "Property", I, ReadTypes>;
      writable: Values<Sorted, "Writable", I, InputTypes>;
      telemetry: Values<Sorted, "Telemetry", I, ReadTypes>;
      commands: Commands<Sorted, I>;
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
      : Extract<Each<Type>, "Telemetry" | "Command" | "Component">;

/** Writable properties are properties, too. */
type PropertyKind<C> = C extends { readonly writable: true } ? "Property" | "Writable" : "Property";

type Values<Sorted, Kind extends string, I, T> = Sorted extends {
  readonly [K in Kind]: infer C extends Content;
}
  ? { [P in C as MemberName<P["name"]>]: SchemaType<P["schema"], I, T> }
  : {};

type Commands<Sorted, I> = Sorted extends { readonly Command: infer C extends Content }
  ? {
      [M in C as MemberName<M["name"]>]: Command<
        Request<M["request"], I, InputTypes>,
        Response<M["response"], I>,
        Request<M["request"], I, ReadTypes>
      >;
    }
  : {};

type Request<R, I, T> = R extends { readonly schema: infer S }
  ? R extends { readonly nullable: true }
    ? [request?: SchemaType<S, I, T> | null]
    : [request: SchemaType<S, I, T>]
  : [];

type Response<R, I> = R extends { readonly schema: infer S }
  ? R extends { readonly nullable: true }
    ? SchemaType<S, I, ReadTypes> | null
    : SchemaType<S, I, ReadTypes>
  : // biome-ignore lint/suspicious/noConfusingVoidType: as the Command of a generated file has it
    void;
