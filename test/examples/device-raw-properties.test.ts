import { expect, test } from "vitest";
import { deviceHub } from "./device-hub.js";
import { runExample } from "./run-example.js";

test("tells unmodelled desired values, removals among them, and reports raw ones", async () => {
  const { hub, service } = await deviceHub();
  hub.createDevice("thermostat");
  const target = service.device("thermostat");
  const desire = (desired: Record<string, unknown>) =>
    service.transport.patchTwin(target, { desired });
  await desire({ climate: { minTemperature: 5 }, connectivity: { roaming: true } });
  const run = runExample(() => import("./device-raw-properties.js"), {
    IOTHUB_DEVICE_CONNECTION_STRING: hub.deviceConnectionString("thermostat"),
  });
  const reported = async () => (await service.transport.readTwin(target)).properties.reported;
  await expect.poll(reported, { timeout: 10_000 }).toMatchObject({ seen: 2 });
  await desire({ climate: { minTemperature: 0 }, connectivity: { roaming: false, bands: [1, 2] } });
  await expect.poll(reported, { timeout: 10_000 }).toMatchObject({ seen: 3 });
  await desire({ connectivity: { bands: [2] } });
  await expect
    .poll(reported, { timeout: 10_000 })
    .toMatchObject({ seen: 4, connectivity: { roaming: false, bands: [2] } });
  await desire({ climate: null, connectivity: null });
  const { lines } = await run;
  expect(lines).toEqual([
    "minTemperature 5",
    'climate {"minTemperature":5}',
    'connectivity {"roaming":true}',
    "minTemperature 0",
    'climate {"minTemperature":0}',
    'connectivity {"roaming":false,"bands":[1,2]}',
    'connectivity {"roaming":false,"bands":[2]}',
    "minTemperature undefined",
    "climate undefined",
    "connectivity undefined",
  ]);
  const end = await reported();
  expect(end).toMatchObject({ seen: 5, seenAt: "1970-01-01T00:00:00.000Z" });
  expect(end).not.toHaveProperty("connectivity");
  expect(end).not.toHaveProperty("climate");
});
