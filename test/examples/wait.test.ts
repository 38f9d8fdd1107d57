import { expect, test } from "vitest";
import { connectDevice } from "../../src/azure/device.js";
import { TemperatureController } from "../fixtures/generated/com/example/temperaturecontroller-1.js";
import { testHub } from "../hub/sdk.js";
import { runExample } from "./run-example.js";

test("acknowledged, pending, refused and silent are told apart, and an absent value is awaited", async () => {
  let rebooting = false;
  const hub = await testHub({
    // The reboot is done once the service has looked and found nothing.
    trace: (event) => {
      if (!rebooting || event.kind !== "http" || event.method !== "GET") return;
      rebooting = false;
      const iothubDM = { reboot: { lastReboot: "2026-11-20T08:00:00Z" } };
      void device.reportProperties({ iothubDM });
    },
  });
  hub.createDevice("mydevice");
  const device = await connectDevice(hub.deviceConnectionString("mydevice"), {
    modelId: TemperatureController.id,
  });
  const acknowledge = (value: unknown, ac: number, av: unknown, ad: string) =>
    device.reportProperties({
      thermostat1: { __t: "c", targetTemperature: { value, ac, av, ad } },
    });
  const later: (() => void)[] = [];
  await device.onDesiredPatch(({ thermostat1, $version }) => {
    const { targetTemperature: celsius } = thermostat1 as { targetTemperature: number };
    if (celsius === 90) void acknowledge(22, 400, $version, "too hot");
    if (celsius !== 22) return;
    void acknowledge(20, 202, $version, "heating");
    later.push(() => void acknowledge(22, 200, $version, "done"));
  });
  await device.onCommand(async () => {
    rebooting = true;
    return { status: 200, payload: "Reboot started" };
  });
  const { lines } = await runExample(
    async () => {
      const { log } = console;
      // The device is done as soon as the example has seen that it is at it.
      console.log = (...values: unknown[]) => {
        log(...values);
        if (values.includes("202 heating")) later.shift()?.();
      };
      try {
        await import("./wait.js");
      } finally {
        console.log = log;
      }
    },
    { IOTHUB_CONNECTION_STRING: hub.connectionString },
  );
  expect(lines).toEqual([
    "202 heating",
    "200 for version 2: 22 °C",
    "PNP_REFUSED too hot",
    "PNP_TIMEOUT no answer",
    "rebooted at 2026-11-20T08:00:00Z",
  ]);
  await device.close();
}, 20_000);
