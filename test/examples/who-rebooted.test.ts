import { expect, test } from "vitest";
import { TemperatureController } from "../fixtures/generated/com/example/temperaturecontroller-1.js";
import { connectedDevice, testHub } from "../hub/sdk.js";
import { runExample } from "./run-example.js";

test("the reboot example makes devices reboot, and a query tells who did and when", async () => {
  const hub = await testHub();
  const times = { a: "2026-11-20T08:00:00Z", b: "2026-11-20T08:00:05Z" };
  const delays: unknown[] = [];
  for (const [deviceId, lastReboot] of Object.entries(times)) {
    hub.createDevice(deviceId);
    const connectionString = hub.deviceConnectionString(deviceId);
    const device = await connectedDevice(connectionString, TemperatureController.id);
    const twin = await device.getTwin();
    device.onDeviceMethod("reboot", ({ payload }, response) => {
      delays.push(payload);
      response.send(200, "Reboot started", () => {
        twin.properties.reported.update({ iothubDM: { reboot: { lastReboot } } }, () => {});
      });
    });
  }
  hub.createDevice("never");
  const { lines } = await runExample(() => import("./who-rebooted.js"), {
    IOTHUB_CONNECTION_STRING: hub.connectionString,
  });
  expect(lines).toEqual([
    "a rebooted at 2026-11-20T08:00:00Z",
    "b rebooted at 2026-11-20T08:00:05Z",
  ]);
  expect(delays).toEqual([1, 1]);
});
