// biome-ignore-all lint/complexity/noBannedTypes: `{}` is whatever is there
import type { CallOptions } from "../call-options.js";
import type { ImportOptions } from "../imported-model.js";
import type { MessageHandler, MessageOptions } from "../messages/device-message.js";
import type { Command, Input, LeafShape, ReadOf, ReportOf, Shape } from "../shape.js";
import type { Accepted } from "./accepted.js";
import type { RawTwin } from "./raw-types.js";
import type { TelemetryMethods, TelemetryQueueOptions, TelemetryStats } from "./telemetry-types.js";

/** How a device took a desired value. Nothing means 200 and the desired value. */
export interface PropertyAnswer<T = unknown> {
  /** Status like HTTP's: 200 done, 202 in progress (acknowledge again later), 400 and above refused. */
  readonly code: number;
  /** Text for people. */
  readonly description?: string;
  /** The value in effect, where it is not the desired one. */
  readonly value?: Input<T>;
}

/** What a property handler may know about its call. */
export interface PropertyContext<T = unknown> {
  readonly component?: string;
  readonly property: string;
  /** The desired `$version` that is acted on. */
  readonly version: number;
  /** Sends a further acknowledgement of this value: the final one, after an answer of 202. */
  acknowledge(answer: PropertyAnswer<T>, options?: CallOptions): Promise<void>;
}

/** What a command handler may know about its call. */
export interface CommandContext {
  readonly component?: string;
  readonly command: string;
}

/** Acts on a desired value. Throwing acknowledges with 500 and the error's message. */
export type PropertyHandler<T> = (
  value: T,
  context: PropertyContext<T>,
  // biome-ignore lint/suspicious/noConfusingVoidType: handlers often return the result of a call that returns nothing
) => PropertyAnswer<T> | void | Promise<PropertyAnswer<T> | void>;

type AnyCommand = Command<readonly unknown[], unknown, readonly unknown[]>;

/** Carries out a command: its request, if it has one, then the context. Throwing answers 500 with the error's message. */
export type CommandHandler<C> = C extends AnyCommand
  ? HandlerFunction<C["~wire"], C["~response"]>
  : never;

type HandlerFunction<Wire extends readonly unknown[], Out> = (
  ...args: [...request: Wire, context: CommandContext]
) => CommandResult<Out> | Promise<CommandResult<Out>>;

/** The response, or that the command was taken on and the response so far. */
export type CommandResult<T> = MaybeAccepted<Input<T>>;

type MaybeAccepted<T> = T | Accepted<T>;

/** What the handler for a whole part may know about its call. */
export interface PartContext {
  readonly component?: string;
  /** The desired `$version` that is acted on. */
  readonly version: number;
}

/** The desired values of one patch, those of components under the component's name; invalid ones are left out. */
export type DesiredOf<S> = S extends LeafShape
  ? DesiredValues<S>
  : S extends Shape
    ? DesiredValues<S> & {
        readonly [C in keyof S["components"]]?: DesiredOf<S["components"][C]>;
      }
    : Readonly<Record<string, unknown>>;

type DesiredValues<S extends Shape> = {
  readonly [K in keyof S["writable"]]?: ReadOf<S["properties"], K>;
};

/** Acts on the desired values of one patch together, before the handlers of single properties. */
export type PartHandler<S> = (
  values: DesiredOf<S>,
  context: PartContext,
  // biome-ignore lint/suspicious/noConfusingVoidType: handlers often return the result of a call that returns nothing
) => PropertyAnswer<never> | void | Promise<PropertyAnswer<never> | void>;

// Handlers are what typed clients cost a compiler most for, so that an Interface is looked at as rarely as can be: the types of
// properties' handlers are made once, and that they have to be there is said apart from what they are.

type PropertyHandlers<Properties, Names extends keyof Properties> = {
  readonly [K in Names]?: PropertyHandler<Properties[K]>;
};

type CommandHandlers<S extends Shape> = {
  readonly [K in keyof S["commands"]]: CommandHandler<S["commands"][K]>;
};

type WritableNames<S extends Shape> = keyof S["properties"] & keyof S["writable"];

type Handlers<Names extends PropertyKey> = { readonly [K in Names]: {} };

/** The part has a handler for all of its properties. */
interface Whole<S> {
  readonly $desired: PartHandler<S>;
}

// With the parameter, each shape has its own: by their age the compiler chooses what it speaks of.
interface Each<_S> {
  readonly $desired?: undefined;
}

/** What has nothing to handle: components of such shapes need no handlers. */
interface Unhandled {
  readonly writable: Readonly<Record<string, never>>;
  readonly commands: Readonly<Record<string, never>>;
}

type Handled<S extends Shape> = {
  [C in keyof S["components"]]: S["components"][C] extends Unhandled ? never : C;
}[keyof S["components"]];

/** Without `as`, which would cost the compiler more and lose where the components are declared. */
type PartHandlers<S extends Shape, Names extends keyof S["components"]> = {
  readonly [C in Names]: HandlersOf<S["components"][C]>;
};

/**
 * One handler for every writable property and every command, those of components under the component's name. With
 * `$desired`, which gets all desired values of a patch at once, properties need none of their own.
 */
export type DeviceHandlers<S> = HandlersOf<S> & {};

// Conditions under the name that somebody imports are worked out once more for that name: hence the two.
type HandlersOf<S> = S extends LeafShape
  ? OwnHandlers<S>
  : S extends Shape
    ? OwnHandlers<S> & PartHandlers<S, Handled<S>>
    : UntypedHandlers;

/** Every property has a handler, or the part has one for all of them; messages speak of the form that comes last. */
type OwnHandlers<S extends Shape> = (Whole<S> | (Each<S> & Handlers<WritableNames<S>>)) &
  PropertyHandlers<S["properties"], WritableNames<S>> &
  CommandHandlers<S>;

/** Takes the value or request, where there is one, then the context. */
export type UntypedHandler = (...args: never[]) => unknown;

/** Handlers without a shape: functions by property and command, records of functions by component. */
export interface UntypedHandlers {
  readonly [member: string]: UntypedHandler | UntypedHandlers;
}

/** What a device can send, for the root or for one component. */
export interface DeviceMethods<S> extends TelemetryMethods<S> {
  /**
   * Reports properties in one patch; `null` removes. Writable ones go out as acknowledgements: of the desired
   * version last acted on, or else as the device's own initial value.
   */
  $report(values: ReportOf<S>, options?: CallOptions): Promise<void>;
}

/** The life of a device client. */
export interface DeviceLifetime {
  /**
   * Resolves when commands and desired properties are subscribed to and the desired values that waited have been
   * acted on. Rejects with what kept the device from it.
   */
  $ready(options?: CallOptions): Promise<void>;
  /** The twin and commands beside the model. */
  readonly $raw: RawTwin;
  /**
   * Acts on cloud-to-device messages, one after another; a later handler replaces the former. What goes wrong with one
   * is told to `onError`, by default that of the client.
   */
  $onMessage(handler: MessageHandler, options?: MessageOptions): Promise<void>;
  /** How many telemetry messages were sent, wait or were given up. */
  $telemetryStats(): TelemetryStats;
  /** Resolves when no telemetry waits any more. */
  $flush(options?: CallOptions): Promise<void>;
  /**
   * Closes the connection. What is under way, acknowledgements, commands and telemetry, is waited for first, up to
   * `timeoutSeconds` (default 10) if the connection stands; telemetry left over is told to `onError`. A handler that
   * waits for it waits for itself: call it there without `await`.
   */
  $close(options?: CallOptions): Promise<void>;
  [Symbol.asyncDispose](): Promise<void>;
}

type DeviceParts<Components> = { readonly [C in keyof Components]: DeviceMethods<Components[C]> };

type DeviceComponents<S> = S extends Shape
  ? DeviceParts<S["components"]>
  : { readonly [component: string]: DeviceMethods<unknown> };

/** What the device side can do with its own connection. */
export type DeviceClient<S> = DeviceMethods<S> & DeviceLifetime & DeviceComponents<S>;

/** How a device client starts, and whom it tells. */
export interface DeviceClientOptions<S = unknown> extends ImportOptions {
  /**
   * Which desired values to act on at the start: `all` (default), each once, or `unacknowledged`, those that no
   * acknowledgement has answered yet, for devices that keep their settings over a restart. After a connection broke,
   * only what changed meanwhile is acted on.
   */
  readonly replay?: "unacknowledged" | "all";
  /**
   * The device's own first values, reported before any desired value is acted on: writable ones with code 203 and
   * version 0, and only where nothing is desired.
   */
  readonly initial?: ReportOf<S>;
  readonly telemetryQueue?: TelemetryQueueOptions;
  /**
   * Told `false` when the connection breaks and `true` when it stands again. Set it here: the client listens to the
   * connection itself.
   */
  readonly onConnectionChange?: (connected: boolean) => void;
  /** Told of failures that no caller waits for, such as an acknowledgement that could not be sent. */
  readonly onError?: (error: unknown) => void;
}
