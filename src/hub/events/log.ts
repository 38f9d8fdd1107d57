import { PnpError } from "../../errors.js";
import type { HubClock } from "../clock.js";
import type { EventInput, EventSource, HubEvent } from "./event.js";
import { EventPartition, eventSize } from "./partition.js";
import { Queue } from "./queue.js";

/** A source of events that reaches the event endpoint, in the words of the hub's routes. */
export type EventRoute =
  | "DeviceMessages"
  | "TwinChangeEvents"
  | "DigitalTwinChangeEvents"
  | "DeviceLifecycleEvents"
  | "DeviceConnectionStateEvents";

/** How the hub's event endpoint is set up. */
export interface EventSettings {
  /** 1 to 32; default 4. */
  readonly partitions?: number;
  /** Besides `$Default`. */
  readonly consumerGroups?: readonly string[];
  /** Telemetry comes with or without a route; of the notifications only those named. Default: all. */
  readonly routes?: readonly EventRoute[];
}

const routed: Readonly<Record<Exclude<EventSource, "Telemetry">, EventRoute>> = {
  twinChangeEvents: "TwinChangeEvents",
  digitalTwinChangeEvents: "DigitalTwinChangeEvents",
  deviceLifecycleEvents: "DeviceLifecycleEvents",
  deviceConnectionStateEvents: "DeviceConnectionStateEvents",
};

/** How many of the latest events the hub keeps at most, and how much of them; none longer than a day. */
const keptEvents = {
  count: 50_000,
  bytes: 64 * 1024 * 1024,
  milliseconds: 24 * 60 * 60 * 1000,
} as const;

const mostPartitions = 32;
const defaultGroup = "$Default";

/** The latest events of all kinds, in partitions; readers follow a partition, tests the whole. */
export class EventLog {
  readonly partitions: readonly EventPartition[];
  readonly created: Date;
  readonly #consumerGroups: ReadonlySet<string>;
  readonly #routes: ReadonlySet<EventRoute> | undefined;
  readonly #clock: HubClock;
  readonly #events = new Queue<HubEvent>();
  readonly #listeners = new Set<(event: HubEvent) => void>();
  #bytes = 0;

  /** Throws `PNP_USAGE` for a number of partitions that no hub has. */
  constructor(clock: HubClock, settings: EventSettings = {}) {
    const { partitions = 4, consumerGroups = [], routes } = settings;
    if (!Number.isInteger(partitions) || partitions < 1 || partitions > mostPartitions) {
      throw new PnpError("PNP_USAGE", `A hub cannot have ${partitions} partitions.`, {
        hint: `Give a whole number from 1 to ${mostPartitions}.`,
      });
    }
    this.partitions = Array.from({ length: partitions }, (_, id) => new EventPartition(String(id)));
    this.created = clock.now();
    this.#consumerGroups = new Set(
      [defaultGroup, ...consumerGroups].map((group) => group.toLowerCase()),
    );
    this.#routes = routes && new Set(routes);
    this.#clock = clock;
  }

  /** Whether events of the source are wanted at all. */
  takes(source: EventSource): boolean {
    return source === "Telemetry" || this.#routes?.has(routed[source]) !== false;
  }

  /** Adds an event; nothing when no route leads it here. */
  append(input: EventInput, time: Date = this.#clock.now()): HubEvent | undefined {
    if (!this.takes(input.source)) return undefined;
    const event = this.#partitionOf(input.target.deviceId)?.append(input, time);
    if (!event) return undefined;
    this.#events.push(event);
    this.#bytes += eventSize(event);
    this.#trim(time);
    for (const listener of this.#listeners) listener(event);
    return event;
  }

  partition(id: string): EventPartition | undefined {
    return this.partitions.find((partition) => partition.id === id);
  }

  hasConsumerGroup(name: string): boolean {
    return this.#consumerGroups.has(name.toLowerCase());
  }

  /** All that are kept, in the order of arrival. */
  events(): readonly HubEvent[] {
    return [...this.#events];
  }

  /** Tells every event as it is added; the answer stops it. */
  listen(listener: (event: HubEvent) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  #trim(now: Date): void {
    const tooOld = now.getTime() - keptEvents.milliseconds;
    for (let oldest = this.#events.at(0); oldest; oldest = this.#events.at(0)) {
      const fits = this.#events.length <= keptEvents.count && this.#bytes <= keptEvents.bytes;
      if (fits && oldest.enqueuedTime.getTime() > tooOld) return;
      this.#events.shift();
      this.partition(oldest.partition)?.dropOldest();
      this.#bytes -= eventSize(oldest);
    }
  }

  #partitionOf(deviceId: string): EventPartition | undefined {
    return this.partitions[hash(deviceId) % this.partitions.length];
  }
}

/** FNV-1a: the same device is in the same partition in every run. */
function hash(text: string): number {
  let value = 0x811c9dc5;
  for (const byte of Buffer.from(text)) value = Math.imul(value ^ byte, 0x01000193);
  return value >>> 0;
}
