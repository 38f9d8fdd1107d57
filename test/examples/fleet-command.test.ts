import { expect, test } from "vitest";
import { TemperatureController } from "../fixtures/generated/com/example/temperaturecontroller-1.js";
import { connectedDevice, testHub } from "../hub/sdk.js";
import { runExample } from "./run-example.js";

test("the fleet command example prints each device's typed response or failure, by both routes", async () => {
  const hub = await testHub();
  const requests: unknown[] = [];
  const answers: Readonly<Record<string, readonly [number, unknown]>> = {
    a: [200, { maxTemp: 25.5 }],
    b: [200, { maxTemp: "hot" }],
    c: [503, "warming up"],
  };
  for (const [deviceId, [status, payload]] of Object.entries(answers)) {
    hub.createDevice(deviceId);
    const connectionString = hub.deviceConnectionString(deviceId);
    const device = await connectedDevice(connectionString, TemperatureController.id);
    device.onDeviceMethod("thermostat1*getMaxMinReport", (request, response) => {
      requests.push(request.payload);
      response.send(status, payload, () => {});
    });
  }
  const { lines } = await runExample(() => import("./fleet-command.js"), {
    IOTHUB_CONNECTION_STRING: hub.connectionString,
  });
  expect(lines).toEqual(
    ["job", "direct"].flatMap((via) => [
      `${via}: a succeeded 25.5`,
      `${via}: b failed PNP_COMMAND_FAILED`,
      `${via}: c failed PNP_COMMAND_FAILED`,
    ]),
  );
  expect(requests).toEqual(Array(6).fill("2026-11-20T08:00:00.000Z"));
});
