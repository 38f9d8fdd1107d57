import type { CallOptions } from "../call-options.js";
import type { CommandAnswer } from "../transport.js";
import type { TelemetryOptions, TelemetryOutcome } from "./telemetry-types.js";

/** A change of the desired properties at one place, as it came from the hub: not checked against any model. */
export interface RawChange<T = unknown> {
  /** With dots: `climate.minTemperature`; empty for the whole of the desired properties. */
  readonly path: string;
  /** What is desired now; undefined when it was removed. */
  readonly value: T | undefined;
  /** What was desired before; undefined when there was nothing. */
  readonly previous: T | undefined;
  /** The desired `$version` that says so. */
  readonly version: number;
}

/** Told what is desired at one place. What it throws goes to `onError` of the client. */
export type RawListener = (value: unknown, change: RawChange) => unknown;

/** Answers a command that the model does not have. The response is sent with 200, unless it is a {@link RawAnswer}. */
export type RawCommandHandler = (payload: unknown) => unknown;

/** A response with a status of its own. */
export type RawAnswer = CommandAnswer;

/** What goes with unchecked telemetry. */
export interface RawTelemetryOptions extends TelemetryOptions {
  /** Absent for telemetry of the root. */
  readonly component?: string;
}

/** The twin beside the model: everything in it, unchecked, by paths such as `climate.minTemperature`. */
export interface RawTwin {
  /** What is desired at the path, or the whole without `$version`; undefined when nothing is. */
  desired(path?: string): unknown;
  /** What has been reported at the path, or the whole. */
  reported(path?: string): unknown;
  /**
   * Told what is desired at the path once at the start, if anything is, and then whenever the service side writes it,
   * writes something in it, or replaces or removes what it is in. Without a path: at any change. The answer ends it.
   */
  onDesired(listener: RawListener): () => void;
  onDesired(path: string, listener: RawListener): () => void;
  /** The same as a loop, which ends with the signal or when the client is closed. Nothing is left out. */
  changes(path?: string, options?: { readonly signal?: AbortSignal }): AsyncIterable<RawChange>;
  /**
   * Reports a merge patch: objects merge, `null` removes, a `Date` is written as RFC 3339 in UTC. Members that belong
   * to the hub (`$version`, `$metadata`) are left out.
   */
  report(patch: Readonly<Record<string, unknown>>, options?: CallOptions): Promise<void>;
  /** Sends values as one telemetry message, unchecked; a bigint exactly, a `Date` as RFC 3339 in UTC. */
  telemetry(
    values: Readonly<Record<string, unknown>>,
    options?: RawTelemetryOptions,
  ): Promise<TelemetryOutcome>;
  /** Takes a command that the model does not have. The answer ends it. */
  onCommand(name: string, handler: RawCommandHandler): () => void;
}
