import type { PnpError } from "../../errors.js";
import type { CallOptions } from "../call-options.js";
import type { RawEvent } from "./raw-event.js";
import type { StartPosition } from "./start-position.js";

/** What a stream of events needs from the outside. */
export interface EventSource {
  /**
   * Starts reading all partitions. Resolves when the places to start from are fixed: whatever the endpoint takes in
   * from then on is delivered. Rejects with a `PnpError`.
   */
  open(request: EventRequest): Promise<EventSubscription>;
}

/** What to read, and who takes it. */
export interface EventRequest extends CallOptions {
  readonly start: StartPosition;
  readonly consumerGroup: string;
  /** Takes events of one partition, in order. The partition is read on when it has resolved. */
  onEvents(events: readonly RawEvent[]): Promise<void>;
  onPartitionError(failure: PartitionFailure): void;
}

/** Reading a partition has failed. */
export interface PartitionFailure {
  readonly partitionId: string;
  readonly error: PnpError;
  /** Whether the partition is given up; else it is read on from where it broke, without loss. */
  readonly final: boolean;
}

/** Reading that stands. */
export interface EventSubscription {
  /** Ids of the partitions that are read. */
  readonly partitions: readonly string[];
  /** Looks at the endpoint, to explain why nothing arrives. */
  inspect(options?: CallOptions): Promise<readonly PartitionState[]>;
  /** Ends reading and closes the connection; `onEvents` is not called any more when it has resolved. */
  close(): Promise<void>;
}

/** A partition as the endpoint sees it. */
export interface PartitionState {
  readonly partitionId: string;
  /** -1 when there has never been an event. */
  readonly lastSequenceNumber: number | bigint;
  /** Behind this one the reader started, if that is known. */
  readonly startedBehind?: number | bigint;
}
