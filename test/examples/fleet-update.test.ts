import { expect, test } from "vitest";
import { TemperatureController } from "../fixtures/generated/com/example/temperaturecontroller-1.js";
import { connectedDevice, registry, testHub } from "../hub/sdk.js";
import { runExample } from "./run-example.js";

test("the fleet update example sets the devices of the model, and no other, as one job", async () => {
  const hub = await testHub();
  const models = { a: TemperatureController.id, b: TemperatureController.id, lamp: undefined };
  for (const [deviceId, modelId] of Object.entries(models)) {
    hub.createDevice(deviceId);
    await registry(hub).updateTwin(deviceId, { tags: { site: "lab" } }, "*");
    await connectedDevice(hub.deviceConnectionString(deviceId), modelId);
  }
  const { lines } = await runExample(() => import("./fleet-update.js"), {
    IOTHUB_CONNECTION_STRING: hub.connectionString,
  });
  expect(lines).toEqual(["1 job for 3 devices", "a: succeeded", "b: succeeded", "lamp: left-out"]);
  const twins = await registry(hub).createQuery("SELECT * FROM devices").nextAsTwin();
  const values = twins.result.map(({ properties }) => properties.desired.thermostat1);
  const set = { __t: "c", targetTemperature: 19.5 };
  expect(values).toEqual([set, set, undefined]);
  const jobs = await registry(hub).createQuery("SELECT * FROM devices.jobs").next();
  expect(jobs.result).toMatchObject([{ deviceId: "a" }, { deviceId: "b" }]);
});
