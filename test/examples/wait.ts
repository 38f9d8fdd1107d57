import { connectHub, rawClient, serviceClient, waitForReported } from "twinplug/service";
import { TemperatureController } from "../fixtures/generated/com/example/temperaturecontroller-1.js";

const hub = connectHub(process.env.IOTHUB_CONNECTION_STRING ?? "");
const target = hub.device("mydevice");
const { targetTemperature } = serviceClient(TemperatureController, target).thermostat1;

// 202 is not the last word; what the device says on the way is told.
const ack = await targetTemperature.$set(22, {
  wait: true,
  onPending: ({ ac, ad }) => console.log(`${ac} ${ad}`),
});
console.log(`${ack.ac} for version ${ack.av}: ${ack.value} °C`);

// Refused and not answered in time are two things.
for (const celsius of [90, 5]) {
  const set = targetTemperature.$set(celsius, { wait: true, timeoutSeconds: 2 });
  await set.catch(({ code, response }) => console.log(code, response?.payload.ad ?? "no answer"));
}

// A value that is not there yet, in no model either.
await rawClient(target).command("reboot");
const lastReboot = await waitForReported(target, "iothubDM.reboot.lastReboot");
console.log(`rebooted at ${lastReboot}`);
await hub.close();
