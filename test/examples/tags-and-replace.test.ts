import { expect, test } from "vitest";
import { connectDevice } from "../../src/azure/device.js";
import { connectHub } from "../../src/azure/service.js";
import { Thermostat } from "../fixtures/generated/com/example/thermostat-1.js";
import { testHub } from "../hub/sdk.js";
import { runExample } from "./run-example.js";

test("tags are merged, and twins of devices and modules replaced on the etag read", async () => {
  const hub = await testHub();
  hub.createDevice("mydevice");
  hub.createModule("mydevice", "mymodule");
  const { id: modelId } = Thermostat;
  await (await connectDevice(hub.deviceConnectionString("mydevice"), { modelId })).close();
  const { transport } = connectHub(hub.connectionString);
  await transport.patchTwin({ deviceId: "mydevice" }, { desired: { leftover: true } });
  const { lines } = await runExample(() => import("./tags-and-replace.js"), {
    IOTHUB_CONNECTION_STRING: hub.connectionString,
  });
  expect(lines).toEqual([
    '{"site":"building 7"}',
    '{"site":"building 7"} 3',
    "122",
    "PNP_CONFLICT",
  ]);
  const device = await transport.readTwin({ deviceId: "mydevice" });
  expect(device.tags).toEqual({ site: "building 7" });
  const { $metadata: _metadata, $version: _version, ...desired } = device.properties.desired;
  expect(desired).toEqual({ targetTemperature: 20 });
  const module = await transport.readTwin({ deviceId: "mydevice", moduleId: "mymodule" });
  expect(module.tags).toEqual({ owner: "ops" });
  expect(module.properties.desired.telemetryInterval).toBe(122);
});
