import { connectHub, invokeFleet, requireAll, waitForReported } from "twinplug/service";
import { TemperatureController } from "../fixtures/generated/com/example/temperaturecontroller-1.js";

const hub = connectHub(process.env.IOTHUB_CONNECTION_STRING ?? "");

// The reboot pattern: the command is answered at once, and the device reports when it has been done.
const delay = 1;
const options = { via: "direct", connectTimeoutSeconds: 5 } as const;
const fleet = await invokeFleet(hub, TemperatureController, "*", "reboot", delay, options);
for (const { deviceId, outcome } of requireAll(fleet).devices) {
  if (outcome !== "succeeded") continue;
  await waitForReported(hub.device(deviceId), "iothubDM.reboot.lastReboot");
}

// Who rebooted, and when? The condition leaves out devices that never did.
const sql = `SELECT deviceId, properties.reported.iothubDM.reboot.lastReboot AS lastReboot FROM devices
  WHERE is_defined(properties.reported.iothubDM.reboot.lastReboot)`;
for await (const row of hub.query<{ deviceId: string; lastReboot: string }>(sql)) {
  console.log(`${row.deviceId} rebooted at ${row.lastReboot}`);
}
await hub.close();
