import { connectDevice, deviceClient } from "twinplug/device";
import { TemperatureController } from "../fixtures/generated/com/example/temperaturecontroller-1.js";

const connection = await connectDevice(process.env.IOTHUB_DEVICE_CONNECTION_STRING ?? "", {
  modelId: TemperatureController.id,
});
const thermostat = {
  targetTemperature: () => undefined,
  getMaxMinReport: (since: string) => ({ startTime: since }),
};
const device = deviceClient(TemperatureController, connection, {
  reboot: () => undefined,
  thermostat1: thermostat,
  thermostat2: thermostat,
});
await device.$ready();

console.log(await device.$telemetry({ workingSet: 512 })); // the device itself
await device.thermostat1.$telemetry({ temperature: 21.5 }); // a component: dt-subject
await device.thermostat2.$telemetry(
  { temperature: 40.5 },
  { messageId: "m-1", properties: { alarm: "hot" } },
);
const batch = await device.thermostat1.$telemetryBatch([{ temperature: 22 }, { temperature: 23 }]);
console.log(`${batch.length} more`);

const wrong = { temperature: "hot" } as unknown as Parameters<
  typeof device.thermostat1.$telemetry
>[0];
await device.thermostat1
  .$telemetry(wrong)
  .catch((error: Error) => console.log(`not sent: ${error.message}`));

await device.thermostat1.$report({ maxTempSinceLastReboot: 23 }); // with "__t": "c"
await device.$close();
