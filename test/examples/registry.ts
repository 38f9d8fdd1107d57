import { connectHub, sasToken } from "twinplug/service";

const hub = connectHub(process.env.IOTHUB_CONNECTION_STRING ?? "");
const { registry } = hub;

await registry.create("sensor-1"); // symmetric keys that the hub makes
await registry.create("sensor-2", {
  authentication: { type: "selfSigned", primaryThumbprint: "5F".repeat(20) },
});
await registry.create("sensor-3", { authentication: { type: "certificateAuthority" } });
const again = await registry.ensure("sensor-1"); // "already there" (409) is read back, nothing else
console.log(`sensor-1 created: ${again.created}, signs in by ${again.authentication.type}`);

const disabled = await registry.disable("sensor-1", { reason: "in repair", etag: again.etag });
console.log(`sensor-1 is ${disabled.status}: ${disabled.statusReason}`);
await registry.enable("sensor-1", disabled); // refused with PNP_CONFLICT if somebody changed it since

for await (const { deviceId, status, authentication } of registry.list()) {
  console.log(deviceId, status, authentication.type);
}

// Keys are told only by these calls; an identity holds none.
await registry.regenerateKeys({ deviceId: "sensor-1" }, "primary");
const connectionString = await registry.connectionString({ deviceId: "sensor-1" });
const token = sasToken(connectionString, { validSeconds: 600 });
console.log(`sensor-1 may sign in with ${token.slice(0, 24)}… for ten minutes`);

await registry.delete("sensor-3");
await hub.close();
