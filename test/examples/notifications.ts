import { connectHub, serviceClient } from "twinplug/service";
import { TemperatureController } from "../fixtures/generated/com/example/temperaturecontroller-1.js";

const hub = connectHub(process.env.IOTHUB_CONNECTION_STRING ?? "");
const events = hub.events({
  device: "mydevice",
  kinds: ["twinChange", "digitalTwinChange", "deviceLifecycle", "connectionState"],
  onSilence: ({ causes }) => console.log(causes.join(" ")), // such as: the hub has no route
});
await events.ready(); // whatever happens from here on is told

await hub.registry.ensure("mydevice");
const controller = serviceClient(TemperatureController, hub.device("mydevice"), {
  assumeModel: true,
});
await controller.$update({ thermostat1: { targetTemperature: 21.5 } });

for await (const event of events) {
  if (event.kind === "deviceLifecycle") console.log(`${event.deviceId} was ${event.operation}`);
  if (event.kind === "twinChange") {
    const { values, version } = event.desired ?? {};
    console.log(`desired ${version}: ${JSON.stringify(values)} at ${event.operationTimestamp}`);
  }
  if (event.kind === "digitalTwinChange") {
    for (const { op, path } of event.patch) console.log(`${op} ${path}`);
    break;
  }
}
await hub.close();
