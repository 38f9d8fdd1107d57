// How many telemetry events a second one consumer reads, types and validates. Build first: npm run build.
// The hub runs in a process of its own, as on two cores. Usage: node test/bench/events.mjs [events] [devices]
import { fork } from "node:child_process";
import { fileURLToPath } from "node:url";
import { printTable } from "./table.mjs";

const modelId = "dtmi:com:example:Thermostat;1";
const [count = 50_000, devices = 8] = process.argv.slice(2).map(Number);

if (process.argv[2] === "hub") await serve();
else await measure();

/** The other process: a hub that is filled with events. */
async function serve() {
  const { startHub } = await import("twinplug/hub");
  const { connectDevice, deviceClient } = await import("twinplug/device");
  const { Thermostat } = await models();
  const hub = await startHub({ name: "bench-events" });
  hub.redirect();
  const clients = [];
  for (let index = 0; index < Number(process.argv[4]); index++) {
    const { deviceId } = hub.createDevice(`dev${index}`);
    const connection = await connectDevice(hub.deviceConnectionString(deviceId), { modelId });
    clients.push(deviceClient(Thermostat, connection, {}));
  }
  for (let sent = 0; sent < Number(process.argv[3]); sent += clients.length * 50) {
    await Promise.all(
      clients.flatMap((client) =>
        Array.from({ length: 50 }, (_, index) =>
          client.$telemetry({ temperature: 20 + index / 10 }),
        ),
      ),
    );
  }
  process.send({
    connectionString: hub.connectionString,
    events: { tls: hub.eventHubsConnectionString, plain: hub.emulatorConnectionString },
    description: hub.describe(),
  });
}

async function measure() {
  const { connectHub } = await import("twinplug/service");
  const { installRedirect } = await import(
    new URL("../../dist/hub/redirect-sockets.js", import.meta.url).href
  );
  const { Thermostat } = await models();
  const child = fork(fileURLToPath(import.meta.url), ["hub", String(count), String(devices)]);
  const { connectionString, events, description } = await new Promise((resolve) =>
    child.once("message", resolve),
  );
  installRedirect([description]);
  const rows = [];
  for (const [name, endpoint] of Object.entries(events)) {
    for (const [how, options] of [
      ["typed and validated", { model: Thermostat }],
      ["not typed", {}],
    ]) {
      const hub = connectHub(connectionString, { events: endpoint });
      const stream = hub.events({ ...options, from: "earliest", kinds: ["telemetry"] });
      const first = await stream.next();
      const cpu = process.cpuUsage();
      const start = performance.now();
      let valid = first.value.valid ? 1 : 0;
      let read = 1;
      for await (const event of stream) {
        read += 1;
        if (event.valid) valid += 1;
        if (read === count) break;
      }
      const seconds = (performance.now() - start) / 1000;
      const { user, system } = process.cpuUsage(cpu);
      const load = `${Math.round((user + system) / 1e4 / seconds)} %`;
      rows.push([name, how, read, valid, Math.round(read / seconds), load]);
      await hub.close();
    }
  }
  printTable(["endpoint", "how", "events", "valid", "events/s", "CPU of the consumer"], rows);
  child.kill();
}

/** The generated client, which tests keep as TypeScript, written as plain JavaScript. */
async function models() {
  const { defineInterface } = await import("twinplug");
  return {
    Thermostat: defineInterface(modelId, {
      telemetry: {
        temperature: { schema: "double", unit: "degreeCelsius", semanticType: "Temperature" },
      },
    }),
  };
}
