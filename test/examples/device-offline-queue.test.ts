import { connectDevice } from "twinplug/device";
import { expect, test } from "vitest";
import { deviceHub } from "./device-hub.js";
import { runExample } from "./run-example.js";

test("keeps the newest telemetry while the connection is down, counts the rest, loses and repeats nothing", async () => {
  const { hub } = await deviceHub();
  hub.createDevice("thermostat");
  const text = hub.deviceConnectionString("thermostat");
  const run = runExample(() => import("./device-offline-queue.js"), {
    IOTHUB_DEVICE_CONNECTION_STRING: text,
  });
  await expect.poll(() => hub.telemetry("thermostat"), { timeout: 10_000 }).toHaveLength(1);
  // Another connection of the same device takes the example's away.
  const rival = await connectDevice(text);
  await rival.close();
  expect((await run).lines).toEqual([
    "sent",
    "queued",
    "queued",
    "queued",
    "queued",
    "queued",
    '{"sent":1,"pending":3,"dropped":2}',
    '{"sent":4,"pending":0,"dropped":2}',
  ]);
  const sent = hub.telemetry("thermostat").map(({ body }) => Buffer.from(body).toString());
  expect(sent).toEqual([20, 23, 24, 25].map((temperature) => JSON.stringify({ temperature })));
});
