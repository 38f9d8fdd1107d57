import { expect, test } from "vitest";
import { callHub } from "../hub/device-messages-sdk.js";
import { registry, testHub } from "../hub/sdk.js";
import { runExample } from "./run-example.js";

test("messages reach the device, its verdicts come back, and what waits is thrown out", async () => {
  const hub = await testHub();
  hub.createDevice("mydevice");
  const { lines } = await runExample(() => import("./cloud-to-device.js"), {
    IOTHUB_CONNECTION_STRING: hub.connectionString,
    IOTHUB_DEVICE_CONNECTION_STRING: hub.deviceConnectionString("mydevice"),
  });
  expect(lines.filter((line) => line.startsWith("device"))).toEqual([
    "device: notice The door is open.",
    'device: order {"valve":7,"open":true}',
  ]);
  expect(lines.filter((line) => line.startsWith("service"))).toEqual([
    "service: m-1 Success",
    "service: m-2 Rejected",
    "service: 1 purged",
  ]);
  const { responseBody } = await registry(hub).get("mydevice");
  expect(responseBody.cloudToDeviceMessageCount).toBe(0);
  // What has been read has been taken off the hub.
  expect(await callHub(hub, "GET", "/messages/serviceBound/feedback")).toMatchObject({
    status: 204,
  });
});
