import azureIotDevice from "azure-iot-device";
import { expect, test } from "vitest";
import { blobContainer, checkpointsIn } from "../azure/azurite.js";
import { connectedDevice, testHub } from "../hub/sdk.js";
import { runExample } from "./run-example.js";

const modelId = "dtmi:com:example:TemperatureController;1";

test("a processor handles what devices sent and leaves checkpoints behind", async () => {
  const hub = await testHub();
  const container = await blobContainer();
  for (const id of ["dev1", "dev2"]) {
    hub.createDevice(id);
    const device = await connectedDevice(hub.deviceConnectionString(id), modelId);
    await device.sendEvent(new azureIotDevice.Message('{"workingSet":64}'));
  }
  const { lines } = await runExample(() => import("./processor.js"), {
    IOTHUB_CONNECTION_STRING: hub.connectionString,
    STORAGE_CONNECTION_STRING: container.account,
  });
  expect([...lines].sort()).toEqual(['dev1: {"workingSet":64}', 'dev2: {"workingSet":64}']);
  const last = hub.events().filter(({ source }) => source === "Telemetry");
  const checkpoints = await checkpointsIn(container, hub);
  for (const { partition, sequenceNumber } of last) {
    expect(checkpoints.get(partition)).toBeGreaterThanOrEqual(sequenceNumber);
  }
}, 40_000);
