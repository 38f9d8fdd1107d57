import { accepted, connectDevice, deviceClient } from "twinplug/device";
import { TemperatureController } from "../fixtures/generated/com/example/temperaturecontroller-1.js";

const connection = await connectDevice(process.env.IOTHUB_DEVICE_CONNECTION_STRING ?? "", {
  modelId: TemperatureController.id,
});
let rebooted: () => void;
const done = new Promise<void>((resolve) => {
  rebooted = resolve;
});
const device = deviceClient(TemperatureController, connection, {
  // Takes long: answered with 202 at once, then reported.
  reboot: (delay) =>
    accepted(undefined, async () => {
      console.log(`rebooting after ${delay} s`);
      await device.$report({ serialNumber: "SN-1 rebooted" });
      rebooted();
    }),
  thermostat1: {
    targetTemperature: () => undefined,
    getMaxMinReport: (since) => ({ maxTemp: 23, minTemp: 19, startTime: since }),
  },
  thermostat2: {
    targetTemperature: () => undefined,
    getMaxMinReport() {
      throw new Error("the sensor is broken"); // answered with 500
    },
  },
});
device.$raw.onCommand("selfTest", () => ({ status: 200, payload: "passed" })); // not in the model
await device.$ready();
await done;
await device.$close();
