import { connectHub } from "twinplug/service";

const hub = connectHub(process.env.IOTHUB_CONNECTION_STRING ?? "");
const { registry } = hub;
const names = Array.from({ length: 150 }, (_, n) => `meter-${n}`);

// Requests of a hundred; one that fails keeps no other from being done.
const created = await registry.createMany(names.map((deviceId) => ({ deviceId })));
for (const { deviceId, done, error } of created) {
  if (!done) console.log(`${deviceId}: ${error?.code}`);
}
console.log(`${created.filter(({ done }) => done).length} created`);

await registry.updateMany([
  { deviceId: "meter-1", status: "disabled", statusReason: "no reading" },
  { deviceId: "meter-2", status: "disabled", statusReason: "no reading" },
]); // keys stay as they are
const deleted = await registry.deleteMany(names.slice(100));
console.log(`${deleted.filter(({ done }) => done).length} deleted`);
await hub.close();
