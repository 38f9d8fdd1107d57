import type { CallOptions } from "../call-options.js";
import type { TelemetryOf } from "../shape.js";

/** How telemetry is kept while there is no connection. */
export interface TelemetryQueueOptions {
  /** Messages kept at most. Default 1000; 0 keeps none. */
  readonly limit?: number;
  /** Which message gives way when there is no room, or that sending fails then. Default `drop-oldest`. */
  readonly onFull?: "drop-oldest" | "drop-newest" | "refuse";
}

/**
 * `sent`: the hub has acknowledged it. `queued`: there is no connection; it is sent when there is one again.
 * `dropped`: there was no room for it, or it gave way to a later one.
 */
export type TelemetryOutcome = "sent" | "queued" | "dropped";

/** Counts of messages since the client was made. */
export interface TelemetryStats {
  /** Acknowledged by the hub. */
  readonly sent: number;
  /** On the way or kept. */
  readonly pending: number;
  /** Given up for lack of room, refused by the hub later, or left over when the client was closed. */
  readonly dropped: number;
}

/** What goes with a telemetry message beside its values. */
export interface TelemetryOptions extends CallOptions {
  /** Lets consumers recognise a message that arrives twice. */
  readonly messageId?: string;
  readonly correlationId?: string;
  /** Application properties: routes and queries of the hub can ask for them. */
  readonly properties?: Readonly<Record<string, string>>;
}

/** Telemetry of the root or of one component. */
export interface TelemetryMethods<S> {
  /**
   * Sends one telemetry message. Resolves with `sent` when the hub has it; while there is no connection at once with
   * `queued`, or `dropped` when there is no room. Nothing that does not fit the model is sent.
   */
  $telemetry(values: TelemetryOf<S>, options?: TelemetryOptions): Promise<TelemetryOutcome>;
  /** Sends several messages in order, all or, if one does not fit the model, none. */
  $telemetryBatch(
    batch: readonly TelemetryOf<S>[],
    options?: TelemetryOptions,
  ): Promise<readonly TelemetryOutcome[]>;
}
