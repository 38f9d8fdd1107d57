import { PnpError } from "../../errors.js";
import type { HubClock } from "../clock.js";
import { MemoryStore } from "../store/memory-store.js";
import type { Store, StoredLog } from "../store/store.js";
import type { EventInput, EventSource, HubEvent } from "./event.js";
import { eventRecords } from "./event-records.js";
import { EventPartition } from "./partition.js";
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
  /** By partition. */
  readonly #kept: readonly StoredLog<HubEvent>[];
  #bytes = 0;
  #lastTime = new Date(0);

  /** Throws `PNP_USAGE` for a number of partitions that no hub has, or that is not the one the store began with. */
  constructor(clock: HubClock, settings: EventSettings = {}, store: Store = new MemoryStore()) {
    const { consumerGroups = [], routes } = settings;
    const began = Number(store.setting("partitions", () => String(settings.partitions ?? 4)));
    const partitions = settings.partitions ?? began;
    if (!Number.isInteger(partitions) || partitions < 1 || partitions > mostPartitions) {
      throw new PnpError("PNP_USAGE", `A hub cannot have ${partitions} partitions.`, {
        hint: `Give a whole number from 1 to ${mostPartitions}.`,
      });
    }
    this.partitions = Array.from({ length: partitions }, (_, id) => new EventPartition(String(id)));
    if (partitions !== began) {
      throw new PnpError(
        "PNP_USAGE",
        `The hub began with ${began} partitions; it cannot go on with ${partitions}.`,
        {
          hint: "Leave the number out, or begin anew with other data.",
        },
      );
    }
    const created = store.setting("created", () => clock.now().toISOString());
    this.created = new Date(created);
    this.#consumerGroups = new Set(
      [defaultGroup, ...consumerGroups].map((group) => group.toLowerCase()),
    );
    this.#routes = routes && new Set(routes);
    this.#clock = clock;
    this.#kept = this.partitions.map(({ id }) => store.log(`events ${id}`, eventRecords));
    this.#restore();
  }

  #restore(): void {
    // Partitions have an order of their own, whatever the clock did; among them the time tells.
    const timed = this.#kept.flatMap(({ restored }) => {
      let latest = 0;
      return restored.map((event) => {
        latest = Math.max(latest, event.enqueuedTime.getTime());
        return { event, latest };
      });
    });
    for (const { event } of timed.sort((one, other) => one.latest - other.latest)) {
      const partition = this.partition(event.partition);
      if (!partition) continue;
      const bytes = partition.bytes;
      partition.restore(event);
      this.#bytes += partition.bytes - bytes;
      this.#events.push(event);
    }
    this.#trim(this.#clock.now());
  }

  /** Whether events of the source are wanted at all. */
  takes(source: EventSource): boolean {
    return source === "Telemetry" || this.#routes?.has(routed[source]) !== false;
  }

  /** Adds an event; nothing when no route leads it here. */
  append(input: EventInput, time: Date = this.#clock.now()): HubEvent | undefined {
    if (!this.takes(input.source)) return undefined;
    const partition = this.#partitionOf(input.target.deviceId);
    if (!partition) return undefined;
    // Events of one millisecond share its Date: there are many of both.
    if (time.getTime() !== this.#lastTime.getTime()) this.#lastTime = time;
    const bytes = partition.bytes;
    const event = partition.append(input, this.#lastTime);
    this.#bytes += partition.bytes - bytes;
    this.#events.push(event);
    this.#kept[Number(partition.id)]?.append(event.sequenceNumber, event);
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
      const partition = this.partition(oldest.partition);
      if (!partition) continue;
      const bytes = partition.bytes;
      partition.dropOldest();
      this.#bytes += partition.bytes - bytes;
      this.#kept[Number(partition.id)]?.forgetBefore(partition.firstSequenceNumber);
    }
  }

  #partitionOf(deviceId: string): EventPartition | undefined {
    return this.partitions[hash(deviceId) % this.partitions.length];
  }
}

/** FNV-1a: the same device is in the same partition in every run. Device ids are ASCII. */
function hash(text: string): number {
  let value = 0x811c9dc5;
  for (let at = 0; at < text.length; at += 1) {
    value = Math.imul(value ^ text.charCodeAt(at), 0x01000193);
  }
  return value >>> 0;
}
