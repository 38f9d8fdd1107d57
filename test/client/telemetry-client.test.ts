import { expect, test } from "vitest";
import { createInMemoryHub, telemetryClient } from "../../src/index.js";
import { breakable } from "./fixtures/breakable-connection.js";
import { TemperatureController } from "./fixtures/temperature-controller-1.js";

test("counts what it sends and tells what was never sent", async () => {
  const hub = createInMemoryHub();
  hub.create("dev1");
  const connection = breakable(hub.connect("dev1"));
  const errors: unknown[] = [];
  const client = telemetryClient(TemperatureController, connection, {
    onError: (error) => errors.push(error),
  });
  expect(await client.thermostat1.$telemetry({ temperature: 20 })).toBe("sent");
  connection.breakDown();
  expect(await client.$telemetry({ workingSet: 1 })).toBe("queued");
  expect(client.$telemetryStats()).toEqual({ sent: 1, pending: 1, dropped: 0 });
  await expect(client.$flush({ timeoutSeconds: 0.01 })).rejects.toMatchObject({
    code: "PNP_TIMEOUT",
  });
  await client.$close({ timeoutSeconds: 0.01 });
  expect(client.$telemetryStats()).toEqual({ sent: 1, pending: 0, dropped: 1 });
  expect(errors).toMatchObject([
    { code: "PNP_TRANSPORT", message: expect.stringContaining("1 telemetry") },
  ]);
  expect(hub.telemetry).toHaveLength(1);
});
