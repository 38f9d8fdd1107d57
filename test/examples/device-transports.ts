import { connectDevice, deviceClient, telemetryClient } from "twinplug/device";
import { Thermostat } from "../fixtures/generated/com/example/thermostat-1.js";

const text = process.env.IOTHUB_DEVICE_CONNECTION_STRING ?? "";
for (const transport of ["mqtt", "mqtt-ws", "amqp", "amqp-ws"] as const) {
  const connection = await connectDevice(text, {
    transport,
    modelId: Thermostat.id,
    onWarning: (message) => console.log(`warning: ${message}`),
  });
  const device = deviceClient(Thermostat, connection, {
    targetTemperature: () => undefined,
    getMaxMinReport: (since) => ({ startTime: since }),
  });
  await device.$ready();
  const outcome = await device.$telemetry({ temperature: 21.5 });
  console.log(`${transport}: ${outcome}, announces its model: ${connection.announcesModel}`);
  await device.$close();
}

// HTTP carries telemetry only; a deviceClient over it does not compile.
const http = await connectDevice(text, { transport: "http" });
const sender = telemetryClient(Thermostat, http);
console.log(`http: ${await sender.$telemetry({ temperature: 21.5 })}`);
await sender.$close();
