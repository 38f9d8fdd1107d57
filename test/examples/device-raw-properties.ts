import { connectDevice, deviceClient } from "twinplug/device";
import { Thermostat } from "../fixtures/generated/com/example/thermostat-1.js";

const connection = await connectDevice(process.env.IOTHUB_DEVICE_CONNECTION_STRING ?? "", {
  modelId: Thermostat.id,
});
const device = deviceClient(Thermostat, connection, {
  targetTemperature: () => undefined,
  getMaxMinReport: (since) => ({ startTime: since }),
});
// Beside the model: one value, a group, the whole. `false`, 0 and removals (undefined) are told, too.
device.$raw.onDesired("climate.minTemperature", (value) => console.log(`minTemperature ${value}`));
device.$raw.onDesired("climate", (value) => console.log(`climate ${JSON.stringify(value)}`));
await device.$ready();
for await (const { value, version } of device.$raw.changes("connectivity")) {
  console.log(`connectivity ${JSON.stringify(value)}`);
  await device.$raw.report({ connectivity: value ?? null, seenAt: new Date(0), seen: version });
  if (value === undefined) break;
}
await device.$close();
