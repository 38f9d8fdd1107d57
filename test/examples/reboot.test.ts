import { expect, test } from "vitest";
import { connectHub } from "../../src/azure/service.js";
import { testHub } from "../hub/sdk.js";
import { runExample } from "./run-example.js";

test("a reboot is started by a command, reported when it is done, and found by a query", async () => {
  const hub = await testHub();
  hub.createDevice("mydevice");
  hub.createDevice("never-rebooted");
  const before = Date.now();
  const { lines } = await runExample(() => import("./reboot.js"), {
    IOTHUB_CONNECTION_STRING: hub.connectionString,
    IOTHUB_DEVICE_CONNECTION_STRING: hub.deviceConnectionString("mydevice"),
  });
  expect(lines).toEqual(["Reboot started", "mydevice true"]);
  const { transport } = connectHub(hub.connectionString);
  const { iothubDM } = (await transport.readTwin({ deviceId: "mydevice" })).properties.reported;
  expect(iothubDM).toEqual({
    reboot: { lastReboot: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/) },
  });
  const { lastReboot } = (iothubDM as { reboot: { lastReboot: string } }).reboot;
  expect(Date.parse(lastReboot)).toBeGreaterThanOrEqual(before);
});
