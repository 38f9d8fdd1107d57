import { connectHub, serviceClient } from "twinplug/service";
import { TemperatureController } from "../fixtures/generated/com/example/temperaturecontroller-1.js";

const hub = connectHub(process.env.IOTHUB_CONNECTION_STRING ?? "");
const controller = serviceClient(TemperatureController, hub.device("mydevice"));

for await (const { by, state } of hub.liveDigitalTwin("mydevice", {
  model: TemperatureController,
})) {
  const target = state?.thermostat1.targetTemperature;
  console.log(`${by}: wanted ${target?.desired}, in effect ${target?.reported}`);
  if (target?.desired === undefined) {
    await controller.$update({ thermostat1: { targetTemperature: 22.5 } });
  } else if (!target.pending) {
    console.log(`acknowledged with ${target.ack?.ac}`);
    break;
  }
}
await hub.close();
