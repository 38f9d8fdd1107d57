import type { Command, Shape } from "../shape.js";

type AnyCommand = Command<readonly unknown[], unknown, readonly unknown[]>;

type Name<T> = keyof T & string;

/** The commands of a shape by their names on the wire: `reboot`, `thermostat1*getMaxMinReport`. */
export type CommandNameOf<S> = S extends Shape
  ? Name<S["commands"]> | ComponentCommands<S["components"]>
  : string;

type ComponentCommands<C> = {
  [K in Name<C>]: C[K] extends Shape ? `${K}*${Name<C[K]["commands"]>}` : never;
}[Name<C>];

/** The command of this name. */
type CommandOf<S, N> = S extends Shape
  ? N extends keyof S["commands"]
    ? S["commands"][N]
    : N extends `${infer C}*${infer K}`
      ? C extends keyof S["components"]
        ? S["components"][C] extends Shape
          ? K extends keyof S["components"][C]["commands"]
            ? S["components"][C]["commands"][K]
            : never
          : never
        : never
      : never
  : unknown;

/** What to pass as its request; `null` for a command without one. */
export type RequestOf<S, N> =
  CommandOf<S, N> extends infer C
    ? C extends AnyCommand
      ? C["~request"] extends readonly [infer Request, ...unknown[]]
        ? Request
        : null
      : unknown
    : never;

/** What its response is read as. */
export type ResponseOf<S, N> =
  CommandOf<S, N> extends infer C ? (C extends AnyCommand ? C["~response"] : unknown) : never;
