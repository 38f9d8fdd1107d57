import { connectDevice, deviceClient, noModel } from "twinplug/device";
import { connectHub, rawClient } from "twinplug/service";

// The device answers at once, reboots, and reports when it did.
const connection = await connectDevice(process.env.IOTHUB_DEVICE_CONNECTION_STRING ?? "");
const device = deviceClient(noModel, connection, {});
device.$raw.onCommand("reboot", () => {
  setTimeout(() => {
    void device.$raw.report({ iothubDM: { reboot: { lastReboot: new Date() } } });
  }, 300);
  return "Reboot started";
});
await device.$ready();

// The service starts it, waits until it is done, and asks who rebooted when.
const hub = connectHub(process.env.IOTHUB_CONNECTION_STRING ?? "");
const remote = rawClient(hub.device("mydevice"));
const { payload } = await remote.command("reboot");
console.log(payload);
const lastReboot = await remote.waitForReported("iothubDM.reboot.lastReboot");
const rows = hub.query(
  "SELECT deviceId, properties.reported.iothubDM.reboot.lastReboot AS at FROM devices WHERE is_defined(properties.reported.iothubDM.reboot.lastReboot)",
);
for await (const { deviceId, at } of rows) console.log(`${deviceId} ${at === lastReboot}`);
await device.$close();
await hub.close();
