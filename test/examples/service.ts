import { connectHub, serviceClient } from "twinplug/service";
import { TemperatureController } from "../fixtures/generated/com/example/temperaturecontroller-1.js";

const hub = connectHub(process.env.IOTHUB_CONNECTION_STRING ?? "");
const controller = serviceClient(TemperatureController, hub.device("mydevice"));

await controller.$update({ thermostat1: { targetTemperature: 21.5 } }); // one patch, "__t": "c" added, etag guarded
const ack = await controller.thermostat1.targetTemperature.$set(22.5, { wait: true });
const report = await controller.thermostat1.getMaxMinReport(new Date(0)); // thermostat1*getMaxMinReport
console.log(`${ack.ac}: ${ack.value} °C, between ${report.minTemp} and ${report.maxTemp} °C`);
await hub.close();
