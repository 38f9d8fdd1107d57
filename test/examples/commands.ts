import { commandFailure, connectHub, serviceClient } from "twinplug/service";
import { TemperatureController } from "../fixtures/generated/com/example/temperaturecontroller-1.js";

const hub = connectHub(process.env.IOTHUB_CONNECTION_STRING ?? "");
const controller = serviceClient(TemperatureController, hub.device("mydevice"));
const { getMaxMinReport } = controller.thermostat1; // thermostat1*getMaxMinReport on the wire

const report = await getMaxMinReport("2026-11-20T08:00:00Z", { responseTimeoutSeconds: 10 });
console.log(`method: ${report.minTemp} to ${report.maxTemp} °C`);
const twin = await getMaxMinReport(new Date(0), { via: "digital-twin", connectTimeoutSeconds: 5 });
console.log(`digital twin: ${twin.minTemp} to ${twin.maxTemp} °C`);

// What goes wrong is told apart.
const others = ["broken", "old", "confused", "silent", "off"];
for (const id of others) {
  const other = serviceClient(TemperatureController, hub.device(id));
  const call = other.thermostat1.getMaxMinReport(new Date(0), { responseTimeoutSeconds: 5 });
  await call.catch((error) => {
    console.log(`${id}: ${commandFailure(error)} ${error.response?.status ?? ""}`.trimEnd());
  });
}
await hub.close();
