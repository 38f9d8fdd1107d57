// A typed command and an etag-guarded update, each beside the same calls of the bare SDK, in turn, on one local hub.
//
//   npm run build && node test/bench/service-overhead.mjs [pairs]

import { readFileSync } from "node:fs";
import iothub from "azure-iothub";
import { descriptorOf, parseModel } from "twinplug";
import { connectDevice } from "twinplug/device";
import { startHub } from "twinplug/hub";
import { connectHub, serviceClient } from "twinplug/service";
import { printTable } from "./table.mjs";

const pairs = Number(process.argv[2] ?? 300);
const file = new URL("../../models/dtmi/com/example/thermostat-1.json", import.meta.url);
const text = readFileSync(file, "utf8");
const model = parseModel({ source: "thermostat-1.json", text });
const thermostat = descriptorOf(model.interfaces.get("dtmi:com:example:Thermostat;1"));

const hub = await startHub();
hub.redirect();
hub.createDevice("dev1");
const device = await connectDevice(hub.deviceConnectionString("dev1"), { modelId: thermostat.id });
const response = { maxTemp: 23, minTemp: 19, avgTemp: 21 };
await device.onCommand(async () => ({ status: 200, payload: response }));

const connection = connectHub(hub.connectionString);
const client = serviceClient(thermostat, connection.device("dev1"));
const methods = iothub.Client.fromConnectionString(hub.connectionString);
const registry = iothub.Registry.fromConnectionString(hub.connectionString);
const since = "2026-11-20T08:00:00Z";
let value = 20;
const next = () => {
  value = 20 + ((value - 20 + 0.5) % 10);
  return value;
};

const rows = {
  "command: bare SDK": () =>
    methods.invokeDeviceMethod("dev1", {
      methodName: "getMaxMinReport",
      payload: since,
      responseTimeoutInSeconds: 30,
      connectTimeoutInSeconds: 0,
    }),
  "command: typed": () => client.getMaxMinReport(since),
  "update: bare SDK, two calls": async () => {
    const { responseBody } = await registry.getTwin("dev1");
    const desired = { targetTemperature: next() };
    await registry.updateTwin("dev1", { properties: { desired } }, responseBody.etag);
  },
  "update: typed, etag guarded": () => client.$update({ targetTemperature: next() }),
};
const times = Object.fromEntries(Object.keys(rows).map((name) => [name, []]));
const names = Object.keys(rows);
for (let pair = -30; pair < pairs; pair++) {
  // Each goes first as often as last.
  for (const name of pair % 2 === 0 ? names : names.toReversed()) {
    const begin = performance.now();
    await rows[name]();
    if (pair >= 0) times[name].push(performance.now() - begin);
  }
}
const median = (values) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];
const ratio = (typed, bare) => (median(times[typed]) / median(times[bare])).toFixed(2);
printTable(
  ["call", "median ms", "ratio"],
  names.map((name, index) => [
    name,
    median(times[name]).toFixed(2),
    index % 2 === 0 ? "1" : ratio(name, names[index - 1]),
  ]),
);
await device.close();
await connection.close();
await hub.close();
