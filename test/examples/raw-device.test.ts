import { expect, test } from "vitest";
import { connectDevice } from "../../src/azure/device.js";
import { testHub } from "../hub/sdk.js";
import { runExample } from "./run-example.js";

test("a device without a model is read, set and commanded as it is", async () => {
  const hub = await testHub();
  hub.createDevice("plaindevice");
  const device = await connectDevice(hub.deviceConnectionString("plaindevice"));
  const requests: unknown[] = [];
  const patches: unknown[] = [];
  await device.onDesiredPatch((patch) => patches.push(patch));
  await device.onCommand(async (name, payload) => {
    requests.push([name, payload]);
    return { status: 200, payload: "Reboot started" };
  });
  await device.reportProperties({ firmware: { version: "1.2" } });
  const { lines } = await runExample(() => import("./raw-device.js"), {
    IOTHUB_CONNECTION_STRING: hub.connectionString,
  });
  expect(lines).toEqual([
    'model "", Connected',
    "wanted: every 30 s",
    "reboot: 200 Reboot started",
    "firmware 1.2",
  ]);
  expect(requests).toEqual([["reboot", null]]);
  expect(patches).toEqual([
    { telemetryInterval: 30, $version: 2 },
    { climate: { minTemperature: 5 }, $version: 3 },
  ]);
  await device.close();
});
