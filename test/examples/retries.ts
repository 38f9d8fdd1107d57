import { connectHub, rawClient } from "twinplug/service";

const hub = connectHub(process.env.IOTHUB_CONNECTION_STRING ?? "");
const device = rawClient(hub.device("mydevice"));

// Throttled, failing and breaking answers are met by further tries, with pauses, within the deadline.
const { etag } = await device.twin({ timeoutSeconds: 30 });
console.log(`etag ${etag}`);
// A write may be repeated when its etag makes that safe …
await device.set("telemetryInterval", 10);
console.log(`interval ${await device.desired("telemetryInterval")}`);
// … and a command, which may have run, only when the hub did nothing.
const { payload } = await device.command("count");
console.log(`count ${payload}`);
await device.command("count").catch(({ message }) => console.log(message.split(". ").at(-1)));

// Giving up is immediate, and calls nothing back.
const signal = AbortSignal.timeout(300);
await device.command("count", null, { signal }).catch(({ code, hint }) => console.log(code, hint));
await hub.close();
