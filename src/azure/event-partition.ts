import type {
  EventHubConsumerClient,
  EventPosition,
  Subscription,
  SubscriptionEventHandlers,
} from "@azure/event-hubs";
import { systemClock } from "../client/clock.js";
import type { EventRequest } from "../client/events/event-source.js";
import { closeWithin } from "./close-within.js";
import { isPassing, paceOf, translateEventsError } from "./event-errors.js";
import { rawEventOf } from "./raw-event.js";
import { pauseBefore } from "./retry-rules.js";

/** One partition, and where to start in it. */
export interface PartitionToRead {
  readonly client: EventHubConsumerClient;
  readonly partitionId: string;
  readonly from: EventPosition;
  readonly host: string;
  readonly request: EventRequest;
  readonly signal: AbortSignal;
}

/** Why a subscription of the SDK came to its end. */
type End =
  | { readonly kind: "failed"; readonly error: unknown }
  /** Nobody takes the events: the subscription ends until somebody does. */
  | { readonly kind: "stalled"; readonly taken: Promise<void> }
  | { readonly kind: "worn" }
  | { readonly kind: "stopped" };

/** Milliseconds that events may wait to be taken before the subscription is given up for the time being. */
const stallTime = 1000;

/**
 * Milliseconds after which a link is replaced by a new one. The SDK gives credit with every wait and never counts what
 * is left, so that on a quiet partition it would exceed what AMQP can say, after some weeks.
 */
const linkLifetime = 24 * 60 * 60 * 1000;

/** Few large batches: with the SDK's defaults one reader gets a fifth of the events a second. */
const reading = {
  maxBatchSize: 500,
  prefetchCount: 4000,
  // A broken connection is noticed when a wait is over.
  maxWaitTimeInSeconds: 2,
  skipParsingBodyAsJson: true,
} as const;

/**
 * Reads a partition until the signal is aborted. A failure that may pass is met by another subscription behind the
 * last event that came, so nothing is lost and nothing comes twice; the SDK itself would start from its first place
 * again. Ends after a failure that will not pass. Never rejects.
 */
export async function readPartition(partition: PartitionToRead): Promise<void> {
  const { partitionId, request, signal, host } = partition;
  let from = partition.from;
  let failures = 0;
  const passed = (position: EventPosition): void => {
    from = position;
    failures = 0;
  };
  while (!signal.aborted) {
    const end = await subscribeOnce(partition, from, passed);
    if (end.kind === "stopped" || signal.aborted) return;
    if (end.kind === "stalled") await end.taken;
    if (end.kind !== "failed") continue;
    failures += 1;
    const error = translateEventsError(end.error, {
      action: `read partition ${partitionId}`,
      host,
      consumerGroup: request.consumerGroup,
    });
    const final = !isPassing(error);
    request.onPartitionError({ partitionId, error, final });
    if (final) return;
    await systemClock.sleep(pauseBefore(failures, paceOf(error), Math.random), signal);
  }
}

async function subscribeOnce(
  { client, partitionId, request, signal }: PartitionToRead,
  from: EventPosition,
  passed: (position: EventPosition) => void,
): Promise<End> {
  if (signal.aborted) return { kind: "stopped" };
  const ended = promise<End>();
  const closed = promise<void>();
  let over = false;
  const stop = (): void => ended.resolve({ kind: "stopped" });
  const wear = setTimeout(() => ended.resolve({ kind: "worn" }), linkLifetime);
  signal.addEventListener("abort", stop, { once: true });
  const handlers: SubscriptionEventHandlers = {
    processEvents: async (events) => {
      const raw = events.map((event) => rawEventOf(event, partitionId));
      const last = raw.at(-1);
      if (last === undefined || over) return;
      // Before they are handed over: should the subscription end meanwhile, they do not come again.
      passed(behind(last.sequenceNumber));
      const taken = request.onEvents(raw);
      const timer = setTimeout(() => ended.resolve({ kind: "stalled", taken }), stallTime);
      await taken.finally(() => clearTimeout(timer));
    },
    processError: async (error) => {
      ended.resolve({ kind: "failed", error });
      // The SDK would try again at once, and from the wrong place.
      await closed.promise;
    },
  };
  let subscription: Subscription | undefined;
  try {
    subscription = client.subscribe(partitionId, handlers, { ...reading, startPosition: from });
    return await ended.promise;
  } catch (error) {
    return { kind: "failed", error };
  } finally {
    over = true;
    clearTimeout(wear);
    signal.removeEventListener("abort", stop);
    // It is given up, whether or not that can be said to the endpoint.
    if (subscription !== undefined) await closeWithin(subscription.close());
    closed.resolve();
  }
}

/** The SDK writes the number into its filter as text, so a bigint is exact, whatever the type says. */
function behind(sequenceNumber: number | bigint): EventPosition {
  return { sequenceNumber: sequenceNumber as number, isInclusive: false };
}

interface OpenPromise<T> {
  readonly promise: Promise<T>;
  readonly resolve: (value: T) => void;
}

function promise<T>(): OpenPromise<T> {
  let resolve: (value: T) => void = () => {};
  const open = new Promise<T>((settle) => {
    resolve = settle;
  });
  return { promise: open, resolve };
}
