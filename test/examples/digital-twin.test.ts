import { expect, test } from "vitest";
import { connectDevice } from "../../src/azure/device.js";
import { connectHub } from "../../src/azure/service.js";
import { TemperatureController } from "../fixtures/generated/com/example/temperaturecontroller-1.js";
import { Thermostat } from "../fixtures/generated/com/example/thermostat-1.js";
import { testHub } from "../hub/sdk.js";
import { runExample } from "./run-example.js";

test("a JSON Patch is built for the digital twin just read and sent with its etag", async () => {
  const ifMatch: unknown[] = [];
  const hub = await testHub({
    trace: (event) => {
      if (event.kind === "http" && event.method === "PATCH")
        ifMatch.push(event.headers["if-match"]);
    },
  });
  hub.createDevice("mycontroller");
  hub.createDevice("mythermostat");
  const controller = await connectDevice(hub.deviceConnectionString("mycontroller"), {
    modelId: TemperatureController.id,
  });
  const patches: unknown[] = [];
  await controller.onDesiredPatch((patch) => patches.push(patch));
  const thermostat = await connectDevice(hub.deviceConnectionString("mythermostat"), {
    modelId: Thermostat.id,
  });
  await thermostat.reportProperties({ targetTemperature: { value: 20, ac: 203, av: 0 } });
  const { lines } = await runExample(() => import("./digital-twin.js"), {
    IOTHUB_CONNECTION_STRING: hub.connectionString,
  });
  expect(lines).toEqual([
    '{"$model":"dtmi:com:example:TemperatureController;1"}',
    '[{"op":"add","path":"/thermostat1","value":{"$metadata":{},"targetTemperature":21}}]',
    '[{"op":"add","path":"/thermostat1/targetTemperature","value":22}] etag AAAAAAAAAAI= -> AAAAAAAAAAM=',
    '[{"op":"replace","path":"/targetTemperature","value":23}]',
  ]);
  expect(ifMatch).toEqual(['"AAAAAAAAAAE="', '"AAAAAAAAAAI="', '"AAAAAAAAAAE="']);
  await expect
    .poll(() => patches)
    .toEqual([
      { thermostat1: { __t: "c", targetTemperature: 21 }, $version: 2 },
      { thermostat1: { __t: "c", targetTemperature: 22 }, $version: 3 },
    ]);
  const { transport } = connectHub(hub.connectionString);
  const { properties } = await transport.readTwin({ deviceId: "mythermostat" });
  expect(properties.desired.targetTemperature).toBe(23);
  await controller.close();
  await thermostat.close();
});
