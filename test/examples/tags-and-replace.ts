import { connectHub, rawClient, serviceClient } from "twinplug/service";
import { Thermostat } from "../fixtures/generated/com/example/thermostat-1.js";

const hub = connectHub(process.env.IOTHUB_CONNECTION_STRING ?? "");
const thermostat = serviceClient(Thermostat, hub.device("mydevice"));

// Tags belong to the service side: merged like any patch, guarded by the etag just read.
await thermostat.$tags({ site: "building 7", floor: 3 });
const { twin } = await thermostat.$tags({ floor: null });
console.log(JSON.stringify(twin.tags));

// All desired properties at once: what is not named is gone; the tags stay.
const replaced = await thermostat.$replace({ targetTemperature: 20 });
console.log(JSON.stringify(replaced.twin.tags), replaced.version);

// The same for the twin of a module, by its own names.
const module = rawClient(hub.module("mydevice", "mymodule"));
const { etag } = await module.twin();
await module.replaceTwin({ tags: { owner: "ops" }, desired: { telemetryInterval: 122 } }, { etag });
console.log(await module.desired("telemetryInterval"));
const again = module.replaceTwin({ tags: {}, desired: {} }, { etag });
console.log(await again.catch((error) => error.code));
await hub.close();
