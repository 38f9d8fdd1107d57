import { connectHub } from "twinplug/service";

const hub = connectHub(process.env.IOTHUB_CONNECTION_STRING ?? "");
const { configurations } = hub;

const made = await configurations.create("climate", {
  content: { deviceContent: { "properties.desired.climate": { minTemperature: 18 } } },
  targetCondition: "tags.site = 'lab'",
  priority: 10,
  labels: { owner: "building-services" },
  metrics: { warm: "SELECT deviceId FROM devices WHERE properties.reported.temperature > 30" },
});
console.log(`${made.id} for ${made.targetCondition}, priority ${made.priority}`);

const changed = await configurations.update("climate", { priority: 20 }, made); // guarded by its etag
console.log(`priority ${changed.priority}, still for ${changed.targetCondition}`);

for await (const { id, metrics } of configurations.list()) console.log(id, Object.keys(metrics));
await configurations.create("spare", { content: made.content });
await configurations.delete("spare");
await hub.close();
