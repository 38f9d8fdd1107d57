// One processor in a process of its own: prints its partitions and the key of each event that it has handled.
import { createRequire } from "node:module";
import { BlobCheckpointStore } from "@azure/eventhubs-checkpointstore-blob";
import { connectHub, processEvents } from "twinplug/service";

const ofStore = createRequire(
  createRequire(import.meta.url).resolve("@azure/eventhubs-checkpointstore-blob"),
);
const { ContainerClient } = ofStore("@azure/storage-blob");

const [connectionString = "", events = "", account = "", container = ""] = process.argv.slice(2);
const print = (line) => process.stdout.write(`${JSON.stringify(line)}\n`);

const hub = connectHub(connectionString, { events });
const processor = await processEvents(hub, {
  checkpointStore: new BlobCheckpointStore(new ContainerClient(account, container)),
  maxBatchSize: 5,
  balanceSeconds: 1,
  takeOverSeconds: 5,
  async handler(batch) {
    for (const { deliveryKey } of batch) {
      await new Promise((resolve) => setTimeout(resolve, 10));
      print({ handled: deliveryKey });
    }
  },
  onFailure: ({ error }) => print({ failure: String(error) }),
});
let shown = "";
const watch = setInterval(() => {
  const partitions = processor.partitions.join();
  if (partitions !== shown) print({ partitions: processor.partitions });
  shown = partitions;
}, 50);
process.once("SIGTERM", async () => {
  clearInterval(watch);
  await processor.close();
  await hub.close();
  print({ closed: true });
});
