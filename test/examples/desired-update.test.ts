import { expect, test } from "vitest";
import { connectDevice } from "../../src/azure/device.js";
import { connectHub } from "../../src/azure/service.js";
import type { HubTraceEvent } from "../../src/hub/index.js";
import { TemperatureController } from "../fixtures/generated/com/example/temperaturecontroller-1.js";
import { Thermostat } from "../fixtures/generated/com/example/thermostat-1.js";
import { testHub } from "../hub/sdk.js";
import { runExample } from "./run-example.js";

test("desired properties of root and component are set on the etag just read", async () => {
  const writes: Extract<HubTraceEvent, { kind: "http" }>[] = [];
  const hub = await testHub({
    trace: (event) => {
      if (event.kind === "http" && event.method === "PATCH") writes.push(event);
    },
  });
  const devices = [
    ["mythermostat", Thermostat.id],
    ["mycontroller", TemperatureController.id],
  ] as const;
  for (const [id, modelId] of devices) {
    hub.createDevice(id);
    await (await connectDevice(hub.deviceConnectionString(id), { modelId })).close();
  }
  const { lines } = await runExample(() => import("./desired-update.js"), {
    IOTHUB_CONNECTION_STRING: hub.connectionString,
  });
  expect(lines).toEqual([
    '{"targetTemperature":21}',
    '{"thermostat1":{"__t":"c","targetTemperature":22}} on AAAAAAAAAAE=',
    "PNP_CONFLICT",
    '{"thermostat1":{"__t":"c","targetTemperature":23}}',
  ]);
  // Every request carries the etag that was read, never "*".
  expect(writes.map(({ status, headers }) => [status, headers["if-match"]])).toEqual([
    [200, '"AAAAAAAAAAE="'],
    [200, '"AAAAAAAAAAE="'],
    [412, '"AAAAAAAAAAE="'],
    [200, '"AAAAAAAAAAI="'],
  ]);
  const { transport } = connectHub(hub.connectionString);
  const { properties } = await transport.readTwin({ deviceId: "mycontroller" });
  expect(properties.desired).toMatchObject({
    thermostat1: { __t: "c", targetTemperature: 23 },
    $version: 3,
  });
  expect(properties.desired).not.toHaveProperty("thermostat2");
});
