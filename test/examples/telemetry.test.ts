import azureIotDevice from "azure-iot-device";
import { expect, test } from "vitest";
import { connectedDevice, testHub } from "../hub/sdk.js";
import { runExample } from "./run-example.js";

const modelId = "dtmi:com:example:TemperatureController;1";

test("telemetry of one device is typed by component, and what does not fit is told, not dropped", async () => {
  const hub = await testHub();
  hub.createDevice("mydevice");
  hub.createDevice("another");
  const device = await connectedDevice(hub.deviceConnectionString("mydevice"), modelId);
  const other = await connectedDevice(hub.deviceConnectionString("another"), modelId);
  const send = async (client: typeof device, body: string, component?: string) => {
    const message = new azureIotDevice.Message(body);
    message.contentType = "application/json";
    if (component !== undefined) message.properties.add("$.sub", component);
    await client.sendEvent(message);
  };
  await send(device, '{"workingSet":64}');
  await send(other, '{"workingSet":1}');
  await send(device, '{"temperature":21.5}', "thermostat1");
  await send(device, '{"temperature":"warm"}', "thermostat2");

  const { lines } = await runExample(() => import("./telemetry.js"), {
    IOTHUB_CONNECTION_STRING: hub.connectionString,
  });
  const [event] = hub.events().filter(({ target }) => target.deviceId === "mydevice");
  expect(lines).toEqual([
    `working set: 64 KiB, partition ${event?.partition}`,
    "thermostat1: 21.5 degreeCelsius",
    'invalid: expected a finite number, found the string "warm"',
  ]);
});
