import type { EventInput, HubEvent } from "./event.js";
import { Queue } from "./queue.js";

/** The place of the last event that a partition took; `-1` before the first. */
export interface LastEnqueued {
  readonly sequenceNumber: number;
  readonly offset: string;
  readonly time: Date;
}

/** One line of events; what comes from one device is in one of them, in order. */
export class EventPartition {
  readonly id: string;
  readonly #events = new Queue<HubEvent>();
  readonly #listeners = new Set<() => void>();
  #nextOffset = 0;
  #last: LastEnqueued = { sequenceNumber: -1, offset: "-1", time: new Date(0) };

  constructor(id: string) {
    this.id = id;
  }

  append(input: EventInput, enqueuedTime: Date): HubEvent {
    const event: HubEvent = {
      ...input,
      partition: this.id,
      sequenceNumber: this.#last.sequenceNumber + 1,
      offset: String(this.#nextOffset),
      enqueuedTime,
    };
    const { sequenceNumber, offset } = event;
    this.#last = { sequenceNumber, offset, time: enqueuedTime };
    this.#nextOffset += eventSize(event);
    this.#events.push(event);
    for (const listener of this.#listeners) listener();
    return event;
  }

  dropOldest(): void {
    this.#events.shift();
  }

  /** Of the oldest event that is kept; where there is none, of the next that will come. */
  get firstSequenceNumber(): number {
    return this.#last.sequenceNumber + 1 - this.#events.length;
  }

  get last(): LastEnqueued {
    return this.#last;
  }

  get isEmpty(): boolean {
    return this.#events.length === 0;
  }

  at(sequenceNumber: number): HubEvent | undefined {
    return this.#events.at(sequenceNumber - this.firstSequenceNumber);
  }

  /** The sequence number of the first kept event for which the condition holds; else that of the next to come. */
  find(condition: (event: HubEvent) => boolean): number {
    for (const event of this.#events) {
      if (condition(event)) return event.sequenceNumber;
    }
    return this.#last.sequenceNumber + 1;
  }

  /** Tells that an event has been added; the answer stops it. */
  listen(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }
}

const overhead = 64;

/** About what an event takes, in bytes. */
export function eventSize({ body, systemProperties, applicationProperties }: EventInput): number {
  let size = overhead + body.byteLength;
  for (const properties of [systemProperties, applicationProperties]) {
    for (const [name, value] of Object.entries(properties)) {
      size += name.length + (value?.length ?? 0);
    }
  }
  return size;
}
