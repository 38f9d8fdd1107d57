import { connectHub, invokeFleet } from "twinplug/service";
import { TemperatureController } from "../fixtures/generated/com/example/temperaturecontroller-1.js";

const hub = connectHub(process.env.IOTHUB_CONNECTION_STRING ?? "");

// The name, the request and the responses are checked against the model, and typed by it.
for (const via of ["job", "direct"] as const) {
  const { devices } = await invokeFleet(
    hub,
    TemperatureController,
    "*",
    "thermostat1*getMaxMinReport",
    new Date("2026-11-20T08:00:00Z"),
    { via, connectTimeoutSeconds: 5 },
  );
  for (const { deviceId, outcome, response, error } of devices) {
    console.log(`${via}: ${deviceId} ${outcome} ${response?.maxTemp ?? error?.code}`);
  }
}
await hub.close();
