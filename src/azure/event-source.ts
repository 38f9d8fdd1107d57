import { setMaxListeners } from "node:events";
import type { EventHubConsumerClient } from "@azure/event-hubs";
import type {
  EventRequest,
  EventSource,
  EventSubscription,
  PartitionState,
} from "../client/events/event-source.js";
import { closeQuietly, type FindEndpoint, openEndpoint } from "./event-endpoint.js";
import { readPartition } from "./event-partition.js";
import type { OpenPartition } from "./event-places.js";

/** An {@link EventSource} over `@azure/event-hubs`. */
export function createEventSource(find: FindEndpoint): EventSource {
  return { open: (request) => openEvents(find, request) };
}

async function openEvents(find: FindEndpoint, request: EventRequest): Promise<EventSubscription> {
  const { client, host, partitions } = await openEndpoint(find, request);
  const stopping = new AbortController();
  // One listener for each partition, of which there may be many.
  setMaxListeners(0, stopping.signal);
  const readers = partitions.map(({ id, from }) =>
    readPartition({ client, partitionId: id, from, host, request, signal: stopping.signal }),
  );
  return {
    partitions: partitions.map(({ id }) => id),
    inspect: async () => inspect(client, partitions),
    async close() {
      stopping.abort();
      await Promise.all(readers);
      await closeQuietly(client);
    },
  };
}

async function inspect(
  client: EventHubConsumerClient,
  partitions: readonly OpenPartition[],
): Promise<readonly PartitionState[]> {
  return Promise.all(
    partitions.map(async ({ id, startedBehind }) => ({
      partitionId: id,
      lastSequenceNumber: (await client.getPartitionProperties(id)).lastEnqueuedSequenceNumber,
      ...(startedBehind === undefined ? {} : { startedBehind }),
    })),
  );
}
