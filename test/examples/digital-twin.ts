import { connectHub, serviceClient } from "twinplug/service";
import { TemperatureController } from "../fixtures/generated/com/example/temperaturecontroller-1.js";
import { Thermostat } from "../fixtures/generated/com/example/thermostat-1.js";

const hub = connectHub(process.env.IOTHUB_CONNECTION_STRING ?? "");
const controller = serviceClient(TemperatureController, hub.device("mycontroller"));
const thermostat = serviceClient(Thermostat, hub.device("mythermostat"));

const { $metadata } = await controller.$digitalTwin();
console.log(JSON.stringify($metadata));

// The digital twin has no thermostat1 yet: the component is added whole.
const first = await controller.thermostat1.$updateDigitalTwin({ targetTemperature: 21 });
console.log(JSON.stringify(first.patch));
// Now it stands, and only the property is written.
const second = await controller.thermostat1.$updateDigitalTwin({ targetTemperature: 22 });
console.log(JSON.stringify(second.patch), `etag ${second.etag} -> ${second.newEtag}`);
// A property of the root that the device has reported is replaced.
const root = await thermostat.$updateDigitalTwin({ targetTemperature: 23 });
console.log(JSON.stringify(root.patch));
await hub.close();
