import { ClientSecretCredential } from "@azure/identity";
import { connectHub, serviceClient } from "twinplug/service";
import { Thermostat } from "../fixtures/generated/com/example/thermostat-1.js";

const { AZURE_TENANT_ID = "", AZURE_CLIENT_ID = "", AZURE_CLIENT_SECRET = "" } = process.env;
const credential = new ClientSecretCredential(
  AZURE_TENANT_ID,
  AZURE_CLIENT_ID,
  AZURE_CLIENT_SECRET,
  {
    authorityHost: process.env.AZURE_AUTHORITY_HOST ?? "https://login.microsoftonline.com",
    disableInstanceDiscovery: true, // only for a sign-in service that is not the public cloud's
  },
);
const hub = connectHub({ host: process.env.IOTHUB_HOST_NAME ?? "", credential });

await hub.registry.ensure("mydevice");
const thermostat = serviceClient(Thermostat, hub.device("mydevice"));
await thermostat.$update({ targetTemperature: 21.5 });
const report = await thermostat.getMaxMinReport(new Date(0)); // a direct method
console.log(`between ${report.minTemp} and ${report.maxTemp} °C`);

const { digitalTwin } = await hub.transport.readDigitalTwin({ deviceId: "mydevice" });
console.log("digital twin of", digitalTwin.$dtId);

// The service takes digital twin commands by shared access key only; the error says which way is left.
const command = { command: "getMaxMinReport", payload: new Date(0).toISOString() };
await hub.transport
  .invokeDigitalTwinCommand({ deviceId: "mydevice" }, command)
  .catch((error) => console.log(error.code, error.hint));
await hub.close();
