import { connectDevice, deviceClient } from "twinplug/device";
import { Thermostat } from "../fixtures/generated/com/example/thermostat-1.js";

const connection = await connectDevice(process.env.IOTHUB_DEVICE_CONNECTION_STRING ?? "", {
  modelId: Thermostat.id,
  reconnect: { firstSeconds: 0.1, longestSeconds: 5 },
});
let temperature = 20;
let lost: () => void;
const outage = new Promise<void>((resolve) => {
  lost = resolve;
});
const device = deviceClient(
  Thermostat,
  connection,
  {
    targetTemperature: () => undefined,
    getMaxMinReport: (since) => ({ startTime: since }),
  },
  {
    telemetryQueue: { limit: 3, onFull: "drop-oldest" },
    onConnectionChange: (connected) => connected || lost(),
  },
);
await device.$ready();
console.log(await device.$telemetry({ temperature: temperature++ }));

await outage;
for (let n = 0; n < 5; n++) console.log(await device.$telemetry({ temperature: temperature++ }));
console.log(JSON.stringify(device.$telemetryStats()));
await device.$flush(); // the connection stands again
console.log(JSON.stringify(device.$telemetryStats()));
await device.$close();
