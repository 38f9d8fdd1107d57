import { expect, onTestFinished, test } from "vitest";
import { connectDevice } from "../../src/azure/device.js";
import { digitalTwins, testHub } from "../hub/sdk.js";
import { runExample } from "./run-example.js";

test("a live digital twin follows a desired value until the device has acknowledged it", async () => {
  const hub = await testHub();
  hub.createDevice("mydevice");
  const device = await connectDevice(hub.deviceConnectionString("mydevice"), {
    modelId: "dtmi:com:example:TemperatureController;1",
  });
  onTestFinished(() => device.close());
  await device.onDesiredPatch((patch) => {
    void device.reportProperties({
      thermostat1: {
        __t: "c",
        targetTemperature: { value: 22.5, ac: 200, av: patch.$version, ad: "done" },
      },
    });
  });
  const { lines } = await runExample(() => import("./live-digital-twin.js"), {
    IOTHUB_CONNECTION_STRING: hub.connectionString,
  });
  expect(lines).toEqual([
    "read: wanted undefined, in effect undefined",
    "patch: wanted 22.5, in effect undefined",
    "patch: wanted 22.5, in effect 22.5",
    "acknowledged with 200",
  ]);
  const twin = await digitalTwins(hub).getDigitalTwin("mydevice");
  expect(twin).toMatchObject({ thermostat1: { targetTemperature: 22.5 } });
});
