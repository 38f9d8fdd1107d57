import type { CheckpointStore } from "@azure/event-hubs";
import type { CallOptions } from "../client/call-options.js";
import type { EventModels, ShapeOf } from "../client/events/event-models.js";
import type { HubEvent } from "../client/events/hub-event.js";
import type { StartFrom } from "../client/events/start-position.js";
import type { DescriptorOrTypedImport } from "../client/imported-model.js";

/** An event with a key that is the same each time the event is delivered. */
export type DeliveredEvent<S = unknown> = HubEvent<S> & {
  /** Endpoint, partition and sequence number: who remembers the keys does nothing twice. */
  readonly deliveryKey: string;
};

/** What a handler is told beside the events. */
export interface DeliveryContext {
  readonly partitionId: string;
  /** Counts the tries of this batch, from 1. */
  readonly attempt: number;
  /** Aborted when the processor closes: what the handler has not done then is delivered again elsewhere. */
  readonly signal: AbortSignal;
}

/** Something a processor could not do. It goes on all the same. */
export interface ProcessorFailure {
  /** The partition; undefined when sharing the partitions failed. */
  readonly partitionId?: string;
  /** The handler's own error, or a `PnpError` of reading or of the checkpoint store. */
  readonly error: unknown;
}

/** How events are handled, and with whom the work is shared. */
export interface EventProcessorOptions<D extends DescriptorOrTypedImport = DescriptorOrTypedImport>
  extends EventModels<D>,
    CallOptions {
  /**
   * Handles some events of one partition, in order. When it rejects, the same events come again after a pause. What
   * it has resolved for counts as handled.
   */
  readonly handler: (
    events: readonly DeliveredEvent<ShapeOf<D>>[],
    context: DeliveryContext,
  ) => void | Promise<void>;
  /** Where processors agree who reads what and how far; such as a `BlobCheckpointStore`. */
  readonly checkpointStore: CheckpointStore;
  /** Default `$Default`. Processors of one group share the partitions. */
  readonly consumerGroup?: string;
  /** Where a partition without a checkpoint starts; default `earliest`. */
  readonly from?: StartFrom;
  /** Most events of one batch; default 100. */
  readonly maxBatchSize?: number;
  /** Seconds between two looks at who reads what; default 10. */
  readonly balanceSeconds?: number;
  /** Seconds after which the partitions of a processor that died are taken over; default 60. */
  readonly takeOverSeconds?: number;
  readonly onFailure?: (failure: ProcessorFailure) => void;
}

/** A running processor. */
export interface EventProcessor {
  /** The partitions that it reads at present. */
  readonly partitions: readonly string[];
  /** Lets the handlers that run finish, checkpoints what they did, and gives the partitions back. */
  close(): Promise<void>;
  [Symbol.asyncDispose](): Promise<void>;
}
