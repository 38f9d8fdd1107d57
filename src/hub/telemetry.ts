import type { HubClock } from "./clock.js";
import type { Target } from "./target.js";

/** What a device sent, before the hub has accepted it. */
export interface TelemetryInput {
  readonly target: Target;
  readonly body: Uint8Array;
  readonly systemProperties: Readonly<Record<string, string>>;
  readonly applicationProperties: Readonly<Record<string, string | null>>;
}

/** A telemetry event that the hub has accepted. */
export interface TelemetryEvent extends TelemetryInput {
  /** Counts the hub's events from 0. */
  readonly sequenceNumber: number;
  readonly enqueuedTime: Date;
}

/** How many of the latest events the hub keeps. */
export const keptEvents: number = 10_000;

/** The latest telemetry, in the order of arrival. */
export class Telemetry {
  readonly #events: TelemetryEvent[] = [];
  readonly #listeners = new Set<(event: TelemetryEvent) => void>();
  readonly #clock: HubClock;
  #next = 0;

  constructor(clock: HubClock) {
    this.#clock = clock;
  }

  accept(input: TelemetryInput): void {
    const event = { ...input, sequenceNumber: this.#next, enqueuedTime: this.#clock.now() };
    this.#next += 1;
    this.#events.push(event);
    // Trimmed in steps, so that a full log does not move with every event.
    if (this.#events.length >= keptEvents * 2) this.#events.splice(0, keptEvents);
    for (const listener of this.#listeners) listener(event);
  }

  /** What is kept, of one device or of all. */
  events(deviceId?: string): readonly TelemetryEvent[] {
    return this.#events
      .slice(-keptEvents)
      .filter(({ target }) => deviceId === undefined || target.deviceId === deviceId);
  }

  /** Tells every event as it is accepted; the answer stops it. */
  listen(listener: (event: TelemetryEvent) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }
}
