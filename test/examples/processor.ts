import { BlobCheckpointStore } from "@azure/eventhubs-checkpointstore-blob";
import { ContainerClient } from "@azure/storage-blob";
import { connectHub, processEvents } from "twinplug/service";
import { TemperatureController } from "../fixtures/generated/com/example/temperaturecontroller-1.js";

const hub = connectHub(process.env.IOTHUB_CONNECTION_STRING ?? "");
const blobs = new ContainerClient(process.env.STORAGE_CONNECTION_STRING ?? "", "checkpoints");

const done = new Set<string>(); // in a real program a table beside the results
let finish: () => void = () => {};
const finished = new Promise<void>((resolve) => {
  finish = resolve;
});

const processor = await processEvents(hub, {
  model: TemperatureController,
  checkpointStore: new BlobCheckpointStore(blobs), // start more of this program: they share the partitions
  handler(events) {
    for (const event of events) {
      if (event.kind !== "telemetry" || !event.valid || done.has(event.deliveryKey)) continue;
      done.add(event.deliveryKey); // delivered at least once, handled once
      console.log(`${event.deviceId}: ${JSON.stringify(event.values)}`);
    }
    if (done.size >= 2) finish();
  },
  onFailure: ({ error }) => console.log(`trying again: ${error}`),
});

await finished;
await processor.close();
await hub.close();
