import { callOptionsOf } from "../client/call-options.js";
import { systemClock } from "../client/clock.js";
import { createEventReader } from "../client/events/read-event.js";
import { parseStart } from "../client/events/start-position.js";
import type { DescriptorOrTypedImport } from "../client/imported-model.js";
import { requireObject } from "../client/require-argument.js";
import { PnpError } from "../errors.js";
import type { HubConnection } from "./connect-hub.js";
import { createDelivery } from "./event-delivery.js";
import { closeQuietly, openEndpoint } from "./event-endpoint.js";
import { translateEventsError } from "./event-errors.js";
import type { EventProcessor, EventProcessorOptions } from "./event-processor-types.js";
import { pauseBefore } from "./retry-rules.js";

/**
 * Handles the events of a hub, sharing the partitions with every other processor of the same consumer group and store.
 * Each event is handled at least once, also when a processor dies: the checkpoint moves only behind events whose
 * handler has resolved. Resolves when the endpoint has answered; throws `PNP_USAGE`, `PNP_UNAUTHORIZED`,
 * `PNP_TRANSPORT`.
 */
export async function processEvents<D extends DescriptorOrTypedImport = DescriptorOrTypedImport>(
  hub: HubConnection,
  options: EventProcessorOptions<D>,
): Promise<EventProcessor> {
  requireObject(options, "The options of the processor");
  const { consumerGroup = "$Default", signal, onFailure = () => {} } = options;
  checkOptions(options);
  const start = parseStart(options.from ?? "earliest");
  const {
    client,
    host,
    eventHub,
    partitions: places,
  } = await openEndpoint(hub["~events"].endpoint, {
    ...callOptionsOf(options),
    start,
    consumerGroup,
    balancing: {
      store: options.checkpointStore,
      options: {
        strategy: "greedy",
        updateIntervalInMs: (options.balanceSeconds ?? 10) * 1000,
        partitionOwnershipExpirationIntervalInMs: (options.takeOverSeconds ?? 60) * 1000,
      },
    },
  });
  const failed = { action: "process events", host, consumerGroup };

  const partitions = new Set<string>();
  const running = new Set<Promise<void>>();
  const closing = new AbortController();
  let failures = 0;

  const deliver = createDelivery({
    read: createEventReader(options),
    handler: options.handler,
    failed,
    eventHub,
    closing: closing.signal,
    onFailure,
  });

  const subscription = client.subscribe(
    {
      async processInitialize({ partitionId }) {
        partitions.add(partitionId);
      },
      async processClose(_, { partitionId }) {
        partitions.delete(partitionId);
      },
      async processEvents(batch, context) {
        failures = 0;
        if (batch.length === 0 || closing.signal.aborted) return;
        const delivery = deliver(batch, context);
        running.add(delivery);
        await delivery.finally(() => running.delete(delivery));
      },
      async processError(error, { partitionId }) {
        // Another processor has taken the partition over: that is how the load is shared.
        if (closing.signal.aborted || isTakenOver(error)) return;
        failures += 1;
        onFailure({
          ...(partitionId === "" ? {} : { partitionId }),
          error: translateEventsError(error, failed),
        });
        // The SDK tries again as soon as this resolves.
        await systemClock.sleep(pauseBefore(failures, "transient", Math.random), closing.signal);
      },
    },
    {
      startPosition: Object.fromEntries(places.map(({ id, from }) => [id, from])),
      maxBatchSize: options.maxBatchSize ?? 100,
      maxWaitTimeInSeconds: 5,
      skipParsingBodyAsJson: true,
    },
  );

  let closed: Promise<void> | undefined;
  const close = (): Promise<void> => {
    closed ??= (async () => {
      signal?.removeEventListener("abort", onAbort);
      untrack();
      closing.abort();
      // Before the partitions are given back, so that whoever takes them starts behind what was done here.
      await Promise.allSettled(running);
      // The store is told who no longer reads; when it cannot be, others wait until the claim has run out.
      await subscription.close().catch((error: unknown) => {
        const action = "give the partitions back";
        onFailure({ error: translateEventsError(error, { ...failed, action }) });
      });
      await closeQuietly(client);
    })();
    return closed;
  };
  const untrack = hub["~events"].track({ close });
  const onAbort = (): void => void close().catch(() => {});
  signal?.addEventListener("abort", onAbort, { once: true });
  if (signal?.aborted) onAbort();
  return {
    get partitions() {
      return [...partitions].sort();
    },
    close,
    [Symbol.asyncDispose]: close,
  };
}

function checkOptions(options: EventProcessorOptions): void {
  if (typeof options.handler !== "function") {
    throw new PnpError("PNP_USAGE", "A processor of events needs a handler.");
  }
  const { checkpointStore: store, maxBatchSize = 1, balanceSeconds, takeOverSeconds } = options;
  if (!Number.isInteger(maxBatchSize) || maxBatchSize < 1) {
    throw new PnpError(
      "PNP_USAGE",
      `maxBatchSize must be a whole number from 1; got ${maxBatchSize}.`,
    );
  }
  for (const [name, seconds = 1] of Object.entries({ balanceSeconds, takeOverSeconds })) {
    if (Number.isFinite(seconds) && seconds > 0) continue;
    throw new PnpError("PNP_USAGE", `${name} must be a number above 0; got ${seconds}.`);
  }
  if (typeof store?.claimOwnership === "function" && typeof store.updateCheckpoint === "function") {
    return;
  }
  throw new PnpError("PNP_USAGE", "A processor of events needs a checkpoint store.", {
    hint: "Give a BlobCheckpointStore of @azure/eventhubs-checkpointstore-blob, or createMemoryCheckpointStore().",
  });
}

function isTakenOver(error: unknown): boolean {
  return (
    typeof error === "object" &&
    error !== null &&
    Reflect.get(error, "code") === "ReceiverDisconnectedError"
  );
}
