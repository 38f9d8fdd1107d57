import { PnpError } from "../../errors.js";
import { requireCallOptions } from "../call-options.js";
import type { DescriptorOrTypedImport } from "../imported-model.js";
import { createEventBuffer } from "./event-buffer.js";
import { createEventFilter } from "./event-filter.js";
import { kindOf } from "./event-kind.js";
import type { ShapeOf } from "./event-models.js";
import type { EventSource, EventSubscription, PartitionFailure } from "./event-source.js";
import type { EventStream, EventStreamOptions } from "./event-stream-types.js";
import type { HubEvent } from "./hub-event.js";
import type { RawEvent } from "./raw-event.js";
import { createEventReader } from "./read-event.js";
import { parseStart, type StartPosition } from "./start-position.js";
import { createTally, type LookAtDevice, tellSilence } from "./tell-silence.js";

/** A stream over a source of raw events. Wrong options throw `PNP_USAGE` at once. */
export function createEventStream<D extends DescriptorOrTypedImport = DescriptorOrTypedImport>(
  source: EventSource,
  options: EventStreamOptions<D> = {},
  lookAtDevice: LookAtDevice = async () => undefined,
): EventStream<ShapeOf<D>> {
  type Event = HubEvent<ShapeOf<D>>;
  requireCallOptions(options);
  const { consumerGroup = "$Default", bufferSize = 1000, signal } = options;
  const start: StartPosition = parseStart(options.from ?? "latest");
  const wants = createEventFilter(options);
  if (consumerGroup === "") throw new PnpError("PNP_USAGE", "The consumer group is empty.");
  if (!Number.isInteger(bufferSize) || bufferSize < 1) {
    throw new PnpError("PNP_USAGE", `bufferSize must be a whole number from 1; got ${bufferSize}.`);
  }
  const read = createEventReader(options);
  const buffer = createEventBuffer<Event>(bufferSize);
  const ending = new AbortController();
  const tally = createTally();
  const givenUp = new Set<string>();
  let partitionCount = Number.POSITIVE_INFINITY;
  let opened: Promise<EventSubscription> | undefined;
  let closed: Promise<void> | undefined;

  const onEvents = async (batch: readonly RawEvent[]): Promise<void> => {
    const events: Event[] = [];
    for (const raw of batch) {
      tally.failures.delete(raw.partitionId);
      if (wants(raw)) {
        const event = read(raw);
        // Most events need no waiting, and a pause for each would cost more than reading it.
        events.push(event instanceof Promise ? await event : event);
      } else tally.countOther(kindOf(raw));
    }
    tally.came += events.length;
    await buffer.push(events);
  };

  const onPartitionError = (failure: PartitionFailure): void => {
    if (closed !== undefined) return;
    tally.failures.set(failure.partitionId, failure.error);
    if (failure.final) givenUp.add(failure.partitionId);
    options.onPartitionError?.(failure);
    const isLast = givenUp.size === partitionCount;
    if (failure.final && (isLast || options.onPartitionError === undefined)) fail(failure.error);
  };

  const fail = (error: unknown): void => {
    buffer.end(error);
    void close().catch(() => {});
  };

  const onAbort = (): void =>
    fail(
      new PnpError("PNP_ABORTED", "Listening to events was given up.", {
        hint: "Nothing was changed.",
        cause: signal?.reason,
      }),
    );

  const open = (): Promise<EventSubscription> => {
    opened ??= (async () => {
      if (signal?.aborted) onAbort();
      signal?.addEventListener("abort", onAbort, { once: true });
      try {
        const subscription = await source.open({
          start,
          consumerGroup,
          signal: ending.signal,
          ...(options.timeoutSeconds === undefined
            ? {}
            : { timeoutSeconds: options.timeoutSeconds }),
          onEvents,
          onPartitionError,
        });
        partitionCount = subscription.partitions.length;
        void tellSilence({
          subscription,
          tally,
          facts: { filter: options, start, consumerGroup },
          options,
          lookAtDevice,
          signal: ending.signal,
        });
        return subscription;
      } catch (error) {
        fail(error);
        throw error;
      }
    })();
    return opened;
  };

  const close = (): Promise<void> => {
    closed ??= (async () => {
      signal?.removeEventListener("abort", onAbort);
      ending.abort();
      buffer.end();
      const subscription = await opened?.catch(() => undefined);
      await subscription?.close();
    })();
    return closed;
  };

  const leave = async (): Promise<void> => {
    buffer.drop();
    await close();
  };

  const stream: EventStream<ShapeOf<D>> = {
    async next() {
      // What fails here is what the buffer ends with.
      if (closed === undefined) void open().catch(() => {});
      const result = await buffer.take();
      if (result.done === true) await close();
      return result;
    },
    async return() {
      await leave();
      return { done: true, value: undefined };
    },
    async ready() {
      if (closed !== undefined) throw new PnpError("PNP_USAGE", "The stream of events is closed.");
      await open();
    },
    close: leave,
    [Symbol.asyncIterator]: () => stream,
    [Symbol.asyncDispose]: leave,
  };
  return stream;
}
