import { connectDevice } from "twinplug/device";
import { startHub } from "twinplug/hub";

const hub = await startHub(); // in TypeScript tests: `await using hub = await startHub();`
hub.redirect(); // this process reaches it by its name, whatever SDK is used
hub.createDevice("sensor");
const device = await connectDevice(hub.deviceConnectionString("sensor"));

const reported = hub.next("reported", { deviceId: "sensor", timeoutSeconds: 2 }); // first wait,
await device.reportProperties({ temperature: 21.5 }); // then act
const { patch, version } = await reported;
console.log(JSON.stringify(patch), version, hub.activity("sensor").length);

await connectDevice(hub.deviceConnectionString("sensor").replace("sensor", "nobody")).catch(
  () => {},
);
for (const line of hub.logs("warn")) console.log(line.client, line.rule, line.number, line.advice);

await device.close();
await hub.close();
