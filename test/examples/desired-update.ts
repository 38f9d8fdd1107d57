import { connectHub, serviceClient } from "twinplug/service";
import { TemperatureController } from "../fixtures/generated/com/example/temperaturecontroller-1.js";
import { Thermostat } from "../fixtures/generated/com/example/thermostat-1.js";

const hub = connectHub(process.env.IOTHUB_CONNECTION_STRING ?? "");
const thermostat = serviceClient(Thermostat, hub.device("mythermostat"));
const controller = serviceClient(TemperatureController, hub.device("mycontroller"));

// A property of the root, and one of a component: its marker "__t": "c" is added.
const root = await thermostat.$update({ targetTemperature: 21 });
console.log(JSON.stringify(root.patch));
const component = await controller.thermostat1.$update({ targetTemperature: 22 });
console.log(JSON.stringify(component.patch), `on ${component.etag}`);

// Somebody else writes between reading and writing: by default that is an error …
const stale = { etag: component.etag };
await controller.$update({ thermostat2: { targetTemperature: 1 } }, stale).catch((error) => {
  console.log(error.code);
});
// … and with `retry` the update is made again on what stands now: values may depend on it.
const warmer = await controller.thermostat1.$updateFrom(
  ({ targetTemperature }) => ({ targetTemperature: (targetTemperature.desired ?? 20) + 1 }),
  { retry: 3 },
);
console.log(JSON.stringify(warmer.patch));
await hub.close();
