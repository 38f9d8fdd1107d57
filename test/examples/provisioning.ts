import {
  connectDevice,
  deviceClient,
  provisionDevice,
  provisioningFromEnvironment,
} from "twinplug/device";
import { Thermostat } from "../fixtures/generated/com/example/thermostat-1.js";

// IOTHUB_DEVICE_SECURITY_TYPE says whether the device asks the provisioning service for its hub, or knows it already.
const modelId = Thermostat.id;
const settings = provisioningFromEnvironment(process.env);
const { connectionString, connectOptions } =
  settings.securityType === "DPS"
    ? await provisionDevice({ ...settings.provisioning, modelId })
    : { connectionString: settings.connectionString, connectOptions: { modelId } };

const connection = await connectDevice(connectionString, connectOptions);
const device = deviceClient(Thermostat, connection, {
  targetTemperature: () => undefined,
  getMaxMinReport: (since) => ({ startTime: since }),
});
await device.$ready();
console.log(settings.securityType, await device.$telemetry({ temperature: 21.5 }));
await device.$close();
