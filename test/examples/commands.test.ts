import { expect, test } from "vitest";
import { connectDevice } from "../../src/azure/device.js";
import type { CommandAnswer } from "../../src/client/transport.js";
import { TemperatureController } from "../fixtures/generated/com/example/temperaturecontroller-1.js";
import { testHub } from "../hub/sdk.js";
import { runExample } from "./run-example.js";

test("commands travel both ways with their time-outs, and their failures are told apart", async () => {
  const sent: unknown[] = [];
  const hub = await testHub({
    trace: (event) => {
      if (event.kind === "http" && event.method === "POST")
        sent.push(`${event.path} ${event.body}`);
    },
  });
  const calls: unknown[] = [];
  const report = {
    maxTemp: 24,
    minTemp: 18,
    avgTemp: 21,
    startTime: "2026-11-20T08:00:00Z",
    endTime: "2026-11-20T09:00:00Z",
  };
  const stop = new AbortController();
  const answers: Record<string, (payload: unknown) => CommandAnswer | Promise<CommandAnswer>> = {
    mydevice: () => ({ status: 200, payload: report }),
    broken: () => ({ status: 500, payload: "the sensor is gone" }),
    old: () => ({ status: 404, payload: null }),
    confused: () => ({ status: 200, payload: { ...report, maxTemp: "hot" } }),
    silent: () =>
      new Promise((answer) => {
        stop.signal.addEventListener("abort", () => answer({ status: 200, payload: null }));
      }),
  };
  const modelId = TemperatureController.id;
  hub.createDevice("off");
  // It has announced its model before, and is not connected now.
  await (await connectDevice(hub.deviceConnectionString("off"), { modelId })).close();
  const devices = await Promise.all(
    Object.entries(answers).map(async ([id, answer]) => {
      hub.createDevice(id);
      const device = await connectDevice(hub.deviceConnectionString(id), { modelId });
      await device.onCommand(async (name, payload) => {
        calls.push([id, name, payload]);
        return answer(payload);
      });
      return device;
    }),
  );
  const { lines } = await runExample(() => import("./commands.js"), {
    IOTHUB_CONNECTION_STRING: hub.connectionString,
  });
  expect(lines).toEqual([
    "method: 18 to 24 °C",
    "digital twin: 18 to 24 °C",
    "broken: deviceError 500",
    "old: notImplemented 404",
    "confused: againstModel 200",
    "silent: timeout",
    "off: offline",
  ]);
  expect(calls.slice(0, 2)).toEqual([
    ["mydevice", "thermostat1*getMaxMinReport", "2026-11-20T08:00:00Z"],
    ["mydevice", "thermostat1*getMaxMinReport", "1970-01-01T00:00:00.000Z"],
  ]);
  // Each ran once, also the one that nobody answered.
  expect(calls).toHaveLength(6);
  expect(sent[0]).toContain('"responseTimeoutInSeconds":10');
  expect(sent[1]).toMatch(/commands\/getMaxMinReport\?.*connectTimeoutInSeconds=5/);
  stop.abort();
  for (const device of devices) await device.close();
}, 20_000);
