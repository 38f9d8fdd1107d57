import { connectHub } from "twinplug/service";

const hub = connectHub(process.env.IOTHUB_CONNECTION_STRING ?? "");
const { registry } = hub;

await registry.ensure("gateway");
const made = await registry.ensureModule("gateway", "climate", { managedBy: "building-services" });
console.log(`${made.deviceId}/${made.moduleId} created: ${made.created}, by ${made.managedBy}`);

const changed = await registry.updateModule("gateway", "climate", { managedBy: "me" }, made);
console.log(`now managed by ${changed.managedBy}`);

// A module signs in as itself, not as its device: this string names it.
const connectionString = await registry.connectionString(changed);
console.log(connectionString.includes(";ModuleId=climate;"));

for await (const module of registry.listModules("gateway")) console.log(module.moduleId);
await hub.close();
