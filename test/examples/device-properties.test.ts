import { serviceClient } from "twinplug/service";
import { expect, test } from "vitest";
import { Thermostat } from "../fixtures/generated/com/example/thermostat-1.js";
import { deviceHub } from "./device-hub.js";
import { runExample } from "./run-example.js";

test("delivers what was desired before and while it runs, acknowledged with the right version", async () => {
  const { hub, service } = await deviceHub();
  hub.createDevice("thermostat");
  const target = service.device("thermostat");
  await service.transport.patchTwin(target, { desired: { targetTemperature: 25 } });
  const run = runExample(() => import("./device-properties.js"), {
    IOTHUB_DEVICE_CONNECTION_STRING: hub.deviceConnectionString("thermostat"),
  });
  const reported = async () => (await service.transport.readTwin(target)).properties.reported;
  await expect.poll(reported, { timeout: 10_000 }).toMatchObject({
    targetTemperature: { value: 25, ac: 200, av: 2 },
    maxTempSinceLastReboot: 23.5,
  });
  const { targetTemperature } = serviceClient(Thermostat, target);
  await expect(targetTemperature.$set(50, { wait: true })).rejects.toMatchObject({
    code: "PNP_REFUSED",
  });
  await service.transport.patchTwin(target, { desired: { targetTemperature: "warm" } });
  await expect.poll(reported, { timeout: 10_000 }).toMatchObject({
    targetTemperature: { value: 25, ac: 400, av: 4, ad: expect.stringContaining("number") },
  });
  await targetTemperature.$set(5, { wait: true });
  expect((await run).lines).toEqual([
    "target 25 °C, version 2",
    "target 50 °C, version 3",
    "target 5 °C, version 5",
  ]);
});
