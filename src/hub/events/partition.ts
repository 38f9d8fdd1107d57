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
  #nextSequenceNumber = 0;
  #firstOffset = 0;
  #nextOffset = 0;
  #last: HubEvent | undefined;

  constructor(id: string) {
    this.id = id;
  }

  append(input: EventInput, enqueuedTime: Date): HubEvent {
    const { source, target, body, systemProperties, applicationProperties, userId, origin } = input;
    // Member by member: spreading the input costs more than all the rest.
    const event: HubEvent = {
      source,
      target,
      body,
      systemProperties,
      applicationProperties,
      userId,
      origin,
      partition: this.id,
      sequenceNumber: this.#nextSequenceNumber,
      offset: String(this.#nextOffset),
      enqueuedTime,
    };
    this.#add(event);
    for (const listener of this.#listeners) listener();
    return event;
  }

  /** An event of before, in its place: the partition goes on behind it. */
  restore(event: HubEvent): void {
    if (this.isEmpty) this.#firstOffset = Number(event.offset);
    this.#nextOffset = Number(event.offset);
    this.#nextSequenceNumber = event.sequenceNumber;
    this.#add(event);
  }

  #add(event: HubEvent): void {
    this.#last = event;
    this.#nextSequenceNumber += 1;
    this.#nextOffset += eventSize(event);
    this.#events.push(event);
  }

  dropOldest(): void {
    this.#events.shift();
    const oldest = this.#events.at(0);
    this.#firstOffset = oldest ? Number(oldest.offset) : this.#nextOffset;
  }

  /** About what the kept events take: offsets count bytes. */
  get bytes(): number {
    return this.#nextOffset - this.#firstOffset;
  }

  /** Of the oldest event that is kept; where there is none, of the next that will come. */
  get firstSequenceNumber(): number {
    return this.#nextSequenceNumber - this.#events.length;
  }

  get last(): LastEnqueued {
    if (!this.#last) return { sequenceNumber: -1, offset: "-1", time: new Date(0) };
    const { sequenceNumber, offset, enqueuedTime } = this.#last;
    return { sequenceNumber, offset, time: enqueuedTime };
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
    return this.#nextSequenceNumber;
  }

  /** Tells that an event has been added; the answer stops it. */
  listen(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }
}

const overhead = 64;

/** About what an event takes, in bytes. */
function eventSize({ body, systemProperties, applicationProperties }: EventInput): number {
  return overhead + body.byteLength + textSize(systemProperties) + textSize(applicationProperties);
}

function textSize(properties: Readonly<Record<string, string | null>>): number {
  let size = 0;
  for (const name in properties) size += name.length + (properties[name]?.length ?? 0);
  return size;
}
