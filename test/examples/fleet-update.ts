import { connectHub, requireAll, updateFleet } from "twinplug/service";
import { TemperatureController } from "../fixtures/generated/com/example/temperaturecontroller-1.js";

const hub = connectHub(process.env.IOTHUB_CONNECTION_STRING ?? "");
const where = "tags.site = 'lab'";
const values = { thermostat1: { targetTemperature: 19.5 } };

// Which devices would it be, and what would be sent? Nothing is.
const plan = await updateFleet(hub, TemperatureController, where, values, { dryRun: true });
console.log(`${plan.requests.length} job for ${plan.devices.length} devices`);

// One job of the hub, watched to its end; devices of another model are left out.
const result = await updateFleet(hub, TemperatureController, where, values, {
  onProgress: ({ devices, succeeded }) => process.stderr.write(`${succeeded}/${devices}\n`),
});
for (const { deviceId, outcome } of requireAll(result).devices) {
  console.log(`${deviceId}: ${outcome}`);
}
await hub.close();
