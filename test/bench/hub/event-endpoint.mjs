import { EventHubConsumerClient } from "@azure/event-hubs";

/** How many events the partitions have taken so far. */
export async function storedEvents(connectionString) {
  return withClient(connectionString, async (client) => {
    const partitions = await describePartitions(client);
    return partitions.reduce((sum, { lastEnqueuedSequenceNumber }) => {
      return sum + lastEnqueuedSequenceNumber + 1;
    }, 0);
  });
}

/** Throws unless the last event of every partition can be read and has a body for which the condition holds. */
export async function checkLatest(connectionString, condition) {
  await withClient(connectionString, async (client) => {
    for (const { partitionId, lastEnqueuedSequenceNumber, isEmpty } of await describePartitions(
      client,
    )) {
      if (isEmpty) continue;
      const event = await readOne(client, partitionId, lastEnqueuedSequenceNumber);
      if (!condition(event.body)) throw new Error(`unexpected event ${JSON.stringify(event.body)}`);
    }
  });
}

async function withClient(connectionString, work) {
  const client = new EventHubConsumerClient("$Default", connectionString);
  try {
    return await work(client);
  } finally {
    await client.close();
  }
}

async function describePartitions(client) {
  const ids = await client.getPartitionIds();
  return Promise.all(ids.map((id) => client.getPartitionProperties(id)));
}

async function readOne(client, partitionId, sequenceNumber) {
  let subscription;
  try {
    return await new Promise((resolve, reject) => {
      const handlers = {
        processEvents: async ([event]) => event && resolve(event),
        processError: async (error) => reject(error),
      };
      const startPosition = { sequenceNumber, isInclusive: true };
      subscription = client.subscribe(partitionId, handlers, { startPosition, maxBatchSize: 1 });
    });
  } finally {
    await subscription.close();
  }
}
