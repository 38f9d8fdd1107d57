import type { AuthMethod } from "../access.js";
import type { Target } from "../target.js";

/** What an event tells of; travels as `iothub-message-source`. */
export type EventSource =
  | "Telemetry"
  | "twinChangeEvents"
  | "digitalTwinChangeEvents"
  | "deviceLifecycleEvents"
  | "deviceConnectionStateEvents";

/** How a telemetry message came in. */
export interface EventOrigin {
  readonly authMethod: AuthMethod;
  /** Of the device or module that sent it. */
  readonly generationId: string;
}

/** An event on its way into the log. */
export interface EventInput {
  readonly source: EventSource;
  readonly target: Target;
  readonly body: Uint8Array;
  /** By the names that readers of events know: `message-id`, `content-type`, `dt-subject` … */
  readonly systemProperties: Readonly<Record<string, string>>;
  readonly applicationProperties: Readonly<Record<string, string | null>>;
  /** Instead of the system property, where it came as bytes. */
  readonly userId?: Uint8Array | undefined;
  /** Of telemetry only. */
  readonly origin?: EventOrigin | undefined;
}

/** An event in the log. */
export interface HubEvent extends EventInput {
  readonly partition: string;
  /** Counts the events of the partition from 0. */
  readonly sequenceNumber: number;
  /** Where the event stands in its partition: a decimal number as text, larger for later events. */
  readonly offset: string;
  readonly enqueuedTime: Date;
}
