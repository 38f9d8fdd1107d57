import { connectDevice, deviceClient } from "twinplug/device";
import { Thermostat } from "../fixtures/generated/com/example/thermostat-1.js";

const connection = await connectDevice(process.env.IOTHUB_DEVICE_CONNECTION_STRING ?? "", {
  modelId: Thermostat.id,
});
const device = deviceClient(Thermostat, connection, {
  getMaxMinReport: (since) => ({
    maxTemp: 23,
    minTemp: 19,
    avgTemp: 21,
    startTime: since,
    endTime: since,
  }),
  targetTemperature: (celsius) =>
    celsius > 40 ? { code: 400, description: "above 40 °C" } : undefined,
});
await device.$ready();
await device.$telemetry({ temperature: 21.3 });
await device.$report({ maxTempSinceLastReboot: 23 });

export { device };
