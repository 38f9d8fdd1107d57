import type { PartitionContext, ReceivedEventData } from "@azure/event-hubs";
import { systemClock } from "../client/clock.js";
import type { EventReader } from "../client/events/read-event.js";
import { type FailedReading, translateEventsError } from "./event-errors.js";
import type { DeliveredEvent, DeliveryContext, ProcessorFailure } from "./event-processor-types.js";
import { rawEventOf } from "./raw-event.js";
import { pauseBefore } from "./retry-rules.js";

/** What turns batches of the SDK into calls of a handler. */
export interface DeliverySettings<S> {
  readonly read: EventReader<S>;
  readonly handler: (
    events: readonly DeliveredEvent<S>[],
    context: DeliveryContext,
  ) => void | Promise<void>;
  /** Name of the endpoint in delivery keys. */
  readonly eventHub: string;
  readonly failed: FailedReading;
  /** Aborted when the processor closes. */
  readonly closing: AbortSignal;
  readonly onFailure: (failure: ProcessorFailure) => void;
}

/** Hands a batch to the handler until it resolves or the processor closes, and checkpoints it only when it has. */
export type Deliver = (batch: ReceivedEventData[], context: PartitionContext) => Promise<void>;

/** Delivery to one handler, at least once. */
export function createDelivery<S>(settings: DeliverySettings<S>): Deliver {
  const { read, handler, eventHub, failed, closing, onFailure } = settings;

  /** A checkpoint that fails costs no event: the next one stands for it too. */
  const checkpoint: Deliver = async (batch, context) => {
    const last = batch.at(-1);
    if (last === undefined) return;
    const { partitionId } = context;
    try {
      await context.updateCheckpoint(last);
    } catch (error) {
      const action = `write the checkpoint of partition ${partitionId}`;
      onFailure({ partitionId, error: translateEventsError(error, { ...failed, action }) });
    }
  };

  return async (batch, context) => {
    const { partitionId } = context;
    const events: DeliveredEvent<S>[] = [];
    for (const received of batch) {
      const event = await read(rawEventOf(received, partitionId));
      const deliveryKey = `${eventHub}/${partitionId}/${event.sequenceNumber}`;
      events.push({ ...event, deliveryKey });
    }
    for (let attempt = 1; !closing.aborted; attempt++) {
      try {
        await handler(events, { partitionId, attempt, signal: closing });
        return await checkpoint(batch, context);
      } catch (error) {
        onFailure({ partitionId, error });
        await systemClock.sleep(pauseBefore(attempt, "transient", Math.random), closing);
      }
    }
    // Not handled: without a checkpoint the events come again, to whoever reads the partition next.
  };
}
