import { readFileSync } from "node:fs";
import { connectDevice, deviceClient } from "twinplug/device";
import { Thermostat } from "../fixtures/generated/com/example/thermostat-1.js";

// HostName=…;DeviceId=…;x509=true: no key in it, the certificate proves who connects.
const connection = await connectDevice(process.env.IOTHUB_DEVICE_CONNECTION_STRING ?? "", {
  modelId: Thermostat.id,
  x509: {
    cert: readFileSync(process.env.DEVICE_CERTIFICATE_FILE ?? "", "utf8"),
    key: readFileSync(process.env.DEVICE_KEY_FILE ?? "", "utf8"),
  },
});
const device = deviceClient(Thermostat, connection, {
  targetTemperature: () => undefined,
  getMaxMinReport: (since) => ({ startTime: since }),
});
await device.$ready();
console.log(await device.$telemetry({ temperature: 21.5 }));
await device.$close();
