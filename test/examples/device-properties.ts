import { connectDevice, deviceClient } from "twinplug/device";
import { Thermostat } from "../fixtures/generated/com/example/thermostat-1.js";

const connection = await connectDevice(process.env.IOTHUB_DEVICE_CONNECTION_STRING ?? "", {
  modelId: Thermostat.id,
});
let cooled: () => void;
const done = new Promise<void>((resolve) => {
  cooled = resolve;
});
const device = deviceClient(
  Thermostat,
  connection,
  {
    // Called once for what was desired before the start, then for each change; acknowledged with 200 and its version.
    targetTemperature(celsius, { version }) {
      console.log(`target ${celsius} °C, version ${version}`);
      if (celsius < 10) cooled();
      return celsius > 40 ? { code: 400, description: "above 40 °C" } : undefined;
    },
    getMaxMinReport: (since) => ({ maxTemp: 23, minTemp: 19, startTime: since }),
  },
  { initial: { targetTemperature: 21, maxTempSinceLastReboot: 21 } },
);
await device.$ready();
await device.$report({ maxTempSinceLastReboot: 23.5 });
await done;
await device.$close();
