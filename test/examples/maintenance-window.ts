import { connectHub, serviceClient } from "twinplug/service";
import { maintained } from "./maintenance-window-model.js";

const hub = connectHub(process.env.IOTHUB_CONNECTION_STRING ?? "");

// The policy is a desired property; whoever takes it says so, and reports when it complies.
const maintenanceWindow = { start: "02:00:00Z", length: "PT2H" };
for await (const { deviceId } of hub.devices("tags.site = 'building 7'")) {
  const device = serviceClient(maintained, hub.device(deviceId));
  const set = device.maintenanceWindow?.$set(maintenanceWindow, { wait: true });
  await set?.catch((error) => console.log(`${deviceId}: ${error.response?.payload.ad}`));
}

const compliant = await hub
  .query("SELECT deviceId FROM devices WHERE properties.reported.compliant = true")
  .all();
console.log(`compliant: ${compliant.map(({ deviceId }) => deviceId).join(", ")}`);
await hub.close();
