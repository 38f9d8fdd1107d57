import { connectHub, rawClient } from "twinplug/service";

// A device that announced no model: its twin, values and commands as they are.
const hub = connectHub(process.env.IOTHUB_CONNECTION_STRING ?? "");
const device = rawClient(hub.device("plaindevice"));

const { modelId = "", connectionState } = await device.twin();
console.log(`model "${modelId}", ${connectionState}`);
await device.set("telemetryInterval", 30); // one desired patch, etag guarded, no "__t"
await device.set("climate.minTemperature", 5);
console.log(`wanted: every ${await device.desired("telemetryInterval")} s`);

const { status, payload } = await device.command("reboot"); // payload null
console.log(`reboot: ${status} ${payload}`);
console.log(`firmware ${await device.reported("firmware.version")}`);
await hub.close();
