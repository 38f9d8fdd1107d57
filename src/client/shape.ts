// biome-ignore-all lint/complexity/noBannedTypes: empty facets are `{}`
import type { WritablePropertyAck } from "../convention/ack.js";
import type { Issue } from "../errors.js";

/** The TypeScript side of one Interface: what generated files write and every typed client reads. */
export interface Shape {
  /** DTMI of the Interface. */
  readonly id: string;
  /** All properties, by name, as the service side reads them. */
  readonly properties: object;
  /** The writable ones of them. */
  readonly writable: object;
  readonly telemetry: object;
  /** {@link Command}s by name. */
  readonly commands: object;
  /** Shapes by component name. */
  readonly components: object;
}

/** The shape of an Interface without components: its types have a part less, and most components are such. */
export interface LeafShape extends Shape {
  readonly components: Readonly<Record<string, never>>;
}

/**
 * One command. `In` is what the service side passes, `[]` without a request and else a labelled tuple such as
 * `[since: DateTimeInput]`; `Out` the response, `void` without one; `Wire` what the device side receives.
 */
export interface Command<
  In extends readonly unknown[] = [],
  Out = void,
  Wire extends readonly unknown[] = In,
> {
  readonly "~request": In;
  readonly "~response": Out;
  readonly "~wire": Wire;
}

/** RFC 3339 instant, such as `2026-11-20T08:00:00Z`. */
export type DateTime = string;
/** An instant to send: RFC 3339 text, or a `Date`, which is sent as such text. */
export type DateTimeInput = string | Date;
/** RFC 3339 full-date, such as `2026-11-20`. */
export type LocalDate = string;
/** RFC 3339 time of day, such as `08:00:00Z`. */
export type LocalTime = string;
/** ISO 8601 duration, such as `PT1H30M`. */
export type Duration = string;

/**
 * A link to other digital twins: the shape of what it leads to, `unknown` where the model leaves that open, and the
 * properties of the link itself. Devices do not carry it.
 */
export interface Relationship<Target = unknown, Properties extends object = {}> {
  readonly target: Target;
  readonly properties: Properties;
}

/** What may be written for a value that is read as `T`, at any depth: a number for a bigint, text for a `Date`. */
export type Input<T> = T extends bigint
  ? bigint | number
  : T extends readonly (infer E)[]
    ? InputArray<E>
    : // What holds no other values than these is written as it is read.
      T[keyof T] extends string | number | boolean | null | undefined
      ? T
      : T extends Date
        ? DateTimeInput
        : { readonly [K in keyof T]: Input<T[K]> };

/** A list to write. As an interface it is looked into only where it is used, so a list may hold lists of its own kind. */
interface InputArray<E> extends ReadonlyArray<Input<E>> {}

/** How a device took a desired value, in the wire's own words. */
export interface Acknowledgement<T = unknown> extends WritablePropertyAck {
  /** The value in effect on the device. */
  readonly value: T;
}

/** One property, both sides of the twin joined. */
export interface PropertyState<T = unknown> {
  /** What the service side wants; absent when it set nothing. */
  readonly desired?: T;
  /** The value in effect on the device; absent when it reported none. */
  readonly reported?: T;
  /** Absent when the device reported a plain value. */
  readonly ack?: Acknowledgement<T>;
  /** Whether a desired value still awaits the device's final acknowledgement. */
  readonly pending: boolean;
  /** Why `desired` or `reported` is left out although the twin has it: it does not fit the schema. */
  readonly issues?: readonly Issue[];
}

/** The type that the value of a writable property has when it is read: more may be written than comes back. */
export type ReadOf<Properties, K> = K extends keyof Properties ? Properties[K] : never;

/** Writable properties of a twin's part, whose types are those of callers already: `null` removes a property. */
type Patch<T> = { readonly [K in keyof T]?: T[K] | null };

/** Properties of a twin's part, to report: `null` removes a property. */
type Values<T> = { readonly [K in keyof T]?: Input<T[K]> | null };

/** Where there is nothing to write: unlike `{}` it lets the compiler refuse members. */
type Nothing = Readonly<Record<string, never>>;

/** The state of every property of a twin's part. */
type States<T> = { readonly [K in keyof T]: PropertyState<T[K]> };

// Types with names of their own, of the whole shape, because these are what the compiler calls them in its messages.
type ComponentPatches<S extends Shape> = {
  readonly [C in keyof S["components"]]?: PatchOf<S["components"][C]>;
};
type ComponentReports<S extends Shape> = {
  readonly [C in keyof S["components"]]?: ReportOf<S["components"][C]>;
};
type ComponentTwins<S extends Shape> = {
  readonly [C in keyof S["components"]]: TwinOf<S["components"][C]>;
};

/** What the service side may set: writable properties, and those of components under the component's name. */
export type PatchOf<S> = S extends LeafShape
  ? {} extends S["writable"]
    ? Nothing
    : Patch<S["writable"]>
  : S extends Shape
    ? Patch<S["writable"]> & ComponentPatches<S>
    : Readonly<Record<string, unknown>>;

/** What the device side may report: all properties, and those of components under the component's name. */
export type ReportOf<S> = S extends LeafShape
  ? {} extends S["properties"]
    ? Nothing
    : Values<S["properties"]>
  : S extends Shape
    ? Values<S["properties"]> & ComponentReports<S>
    : Readonly<Record<string, unknown>>;

/** Telemetry of one message: at least one value of the Interface itself, none of its components. */
export type TelemetryOf<S> = S extends Shape
  ? {} extends S["telemetry"]
    ? Nothing
    : TelemetryValues<S["telemetry"]>
  : Readonly<Record<string, unknown>>;

/** Values of one message. */
type TelemetryValues<T> = { readonly [K in keyof T]?: Input<T[K]> };

/** The state of every property, those of components under the component's name. */
export type TwinOf<S> = S extends LeafShape
  ? States<S["properties"]>
  : S extends Shape
    ? States<S["properties"]> & ComponentTwins<S>
    : Readonly<Record<string, PropertyState | Readonly<Record<string, PropertyState>>>>;
