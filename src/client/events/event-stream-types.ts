import type { CallOptions } from "../call-options.js";
import type { Clock } from "../clock.js";
import type { DescriptorOrTypedImport } from "../imported-model.js";
import type { EventFilter } from "./event-filter.js";
import type { EventModels } from "./event-models.js";
import type { PartitionFailure } from "./event-source.js";
import type { HubEvent } from "./hub-event.js";
import type { Silence } from "./silence.js";
import type { StartFrom } from "./start-position.js";

/** Which events to read, from where, and how they are typed. `timeoutSeconds` is for getting connected. */
export interface EventStreamOptions<D extends DescriptorOrTypedImport = DescriptorOrTypedImport>
  extends EventFilter,
    EventModels<D>,
    CallOptions {
  /** Default `latest`: what arrives from now on. */
  readonly from?: StartFrom;
  /** Default `$Default`. */
  readonly consumerGroup?: string;
  /**
   * Told every failure of a partition; the other partitions are read on. A partition that broke is read on from
   * there, unless `final`. The stream ends with the error of the last partition that is given up, or, without a
   * listener, of the first.
   */
  readonly onPartitionError?: (failure: PartitionFailure) => void;
  /** Told once when nothing that is asked for has come for so long, with the likely causes. */
  readonly onSilence?: (silence: Silence) => void;
  /** Seconds without an event that count as silence; default 30. */
  readonly silenceSeconds?: number;
  /** How many events may wait to be taken before reading pauses; default 1000. */
  readonly bufferSize?: number;
  readonly clock?: Clock;
}

/**
 * The events of a hub, for `for await`. It connects with the first `next` or with `ready`. Leaving the loop, an
 * aborted signal (`PNP_ABORTED`), `close` and `await using` end it and close its connection.
 */
export interface EventStream<S = unknown> extends AsyncIterableIterator<HubEvent<S>, undefined> {
  next(): Promise<IteratorResult<HubEvent<S>, undefined>>;
  return(): Promise<IteratorResult<HubEvent<S>, undefined>>;
  [Symbol.asyncIterator](): EventStream<S>;
  /** Resolves when reading stands: every event that the endpoint takes in from then on comes. */
  ready(): Promise<void>;
  /** Events not yet taken are dropped. */
  close(): Promise<void>;
  [Symbol.asyncDispose](): Promise<void>;
}
