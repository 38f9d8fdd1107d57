import { connectHub } from "twinplug/service";
import { TemperatureController } from "../fixtures/generated/com/example/temperaturecontroller-1.js";

const hub = connectHub(process.env.IOTHUB_CONNECTION_STRING ?? "");
const events = hub.events({
  device: "mydevice",
  kinds: ["telemetry"],
  model: TemperatureController,
  from: new Date(Date.now() - 60_000), // the last minute, then what arrives from now on
});

let left = 3;
for await (const event of events) {
  if (event.kind !== "telemetry") continue;
  if (!event.valid) console.log(`${event.problem}: ${event.issues[0]?.message}`);
  else if (event.component === "thermostat1") {
    const [reading] = event.readings;
    console.log(`thermostat1: ${event.values.temperature} ${reading?.unit}`); // typed: a number
  } else if (event.component === undefined) {
    console.log(`working set: ${event.values.workingSet} KiB, partition ${event.partitionId}`);
  }
  left -= 1;
  if (left === 0) break; // closes the connection, as Ctrl-C with a signal would
}
await hub.close();
