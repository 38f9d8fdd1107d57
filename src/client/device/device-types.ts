import type { MemberName } from "../member-name.js";
import type { Command, Input, ReportOf, Shape, TelemetryOf } from "../shape.js";

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
  acknowledge(answer: PropertyAnswer<T>): Promise<void>;
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
  ? (
      ...args: [...request: C["~wire"], context: CommandContext]
    ) => Input<C["~response"]> | Promise<Input<C["~response"]>>
  : never;

/** Components with nothing to handle need no handlers. */
type Handled<S> = S extends Shape ? keyof S["writable"] | keyof S["commands"] : string;

/** One handler for every writable property and every command, those of components under the component's name. */
export type DeviceHandlers<S> = S extends Shape
  ? { readonly [K in keyof S["writable"] as MemberName<K>]: PropertyHandler<S["writable"][K]> } & {
      readonly [K in keyof S["commands"] as MemberName<K>]: CommandHandler<S["commands"][K]>;
    } & {
      readonly [C in keyof S["components"] as [Handled<S["components"][C]>] extends [never]
        ? never
        : MemberName<C>]: DeviceHandlers<S["components"][C]>;
    }
  : UntypedHandlers;

/** Takes the value or request, where there is one, then the context. */
export type UntypedHandler = (...args: never[]) => unknown;

/** Handlers without a shape: functions by property and command, records of functions by component. */
export interface UntypedHandlers {
  readonly [member: string]: UntypedHandler | UntypedHandlers;
}

/** What a device can send, for the root or for one component. */
export interface DeviceMethods<S> {
  /**
   * Reports properties in one patch; `null` removes. Writable ones go out as acknowledgements: of the desired
   * version last acted on, or else as the device's own initial value.
   */
  $report(values: ReportOf<S>): Promise<void>;
  /** Sends one telemetry message. */
  $telemetry(values: TelemetryOf<S>): Promise<void>;
}

/** The life of a device client. */
export interface DeviceLifetime {
  /**
   * Resolves when commands and desired properties are subscribed to and the desired values that waited have been
   * acted on. Rejects with what kept the device from it.
   */
  $ready(): Promise<void>;
  /** Stops acting on what arrives and closes the connection. */
  $close(): Promise<void>;
}

type DeviceComponents<S> = S extends Shape
  ? { readonly [C in keyof S["components"] as MemberName<C>]: DeviceMethods<S["components"][C]> }
  : { readonly [component: string]: DeviceMethods<unknown> };

/** What the device side can do with its own connection. */
export type DeviceClient<S> = DeviceMethods<S> & DeviceLifetime & DeviceComponents<S>;

export interface DeviceClientOptions {
  /**
   * Which desired values to act on at the start: `unacknowledged` (default) those that no acknowledgement has
   * answered yet, `all` for devices that forget their settings when they restart.
   */
  readonly replay?: "unacknowledged" | "all";
  /** Told of failures that no caller waits for, such as an acknowledgement that could not be sent. */
  readonly onError?: (error: unknown) => void;
}
