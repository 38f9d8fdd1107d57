import { connectHub } from "twinplug/service";

const hub = connectHub(process.env.IOTHUB_CONNECTION_STRING ?? "");

// Typed rows, one by one; the pages behind them are fetched as they are needed.
const sql = "SELECT deviceId, tags.floor AS floor FROM devices WHERE tags.site = 'lab'";
for await (const { deviceId, floor } of hub.query<{ deviceId: string; floor?: number }>(sql)) {
  console.log(`${deviceId} is on floor ${floor ?? "?"}`);
}

// Page by page; a page tells where the next one begins.
for await (const page of hub.query("SELECT deviceId FROM devices", { pageSize: 2 }).pages()) {
  console.log(`a page of ${page.rows.length}${page.continuation ? ", more to come" : ""}`);
}

// The maintenance-window pattern: a desired policy, reported compliance, and a query that counts.
const compliance = `SELECT properties.reported.maintenance.status AS status, COUNT() AS devices
  FROM devices GROUP BY properties.reported.maintenance.status`;
for (const { status = "not reported", devices } of await hub.query(compliance).all()) {
  console.log(`${devices} × ${status}`);
}

// Whole twins, of the devices that meet a condition.
for await (const { deviceId, modelId } of hub.devices("is_defined(tags.site)")) {
  console.log(`${deviceId}: ${modelId || "no model"}`);
}
await hub.close();
