import { printTable } from "../table.mjs";
import { aedesModule, startMosquitto } from "./brokers.mjs";
import { checkLatest, storedEvents } from "./event-endpoint.mjs";
import { atLeast, count, told } from "./goals.mjs";
import { withCpuOf } from "./process-use.mjs";
import { startProgram } from "./program.mjs";
import { inTurn, medianOf, ratioOf } from "./rounds.mjs";

const bytes = 200;
/** Messages of one device under way at once, by the number of devices. */
const inFlight = { 100: 10, 1000: 4 };

/** QoS 1 over TLS: the hub, which stores what it takes in, beside brokers that forget it. */
export async function telemetry(bench) {
  const rows = [];
  for (const connections of [100, 1000]) {
    const servers = await startServers(bench, connections);
    const measured = await inTurn(
      bench.rounds,
      Object.fromEntries(
        servers.map((server) => [server.name, () => measure(server, connections, bench.seconds)]),
      ),
    );
    for (const { stop } of servers) await stop();
    rows.push(
      ...Object.entries(measured).map(([name, runs]) => [
        connections,
        name,
        count(medianOf(runs, "rate")),
        count(medianOf(runs, "perCpu")),
      ]),
    );
    const { memory, data, mosquitto, aedes } = measured;
    const figure = `telemetry, ${connections} connections:`;
    atLeast(`${figure} memory / mosquitto`, ratioOf(memory, mosquitto, "perCpu"), 0.8);
    atLeast(`${figure} memory / aedes`, ratioOf(memory, aedes, "perCpu"), 1);
    if (data) {
      told(`${figure} data / memory`, ratioOf(data, memory, "perCpu"), "×");
      told(`${figure} data / mosquitto`, ratioOf(data, mosquitto, "perCpu"), "×");
    }
  }
  printTable(["TLS connections", "server", "messages/s", "messages per CPU-second"], rows);
}

async function measure({ pid, devices, events }, connections, seconds) {
  const load = { bytes, inFlight: inFlight[connections] };
  const stored = events && (await storedEvents(events));
  const [{ acknowledged, seconds: took }, cpu] = await withCpuOf(pid, () =>
    devices.call("publish", { ...load, seconds }),
  );
  if (events) {
    const now = await storedEvents(events);
    if (now - stored !== acknowledged) {
      throw new Error(`${acknowledged} acknowledged, ${now - stored} stored`);
    }
    await checkLatest(events, (body) => body.text?.length === bytes - 11);
  }
  return { rate: acknowledged / took, perCpu: acknowledged / cpu };
}

async function startServers(bench, connections) {
  const servers = [await startHubServer(bench, connections, "memory")];
  if (bench.dataWorks) servers.push(await startHubServer(bench, connections, "data"));
  const clients = Array.from({ length: connections }, (_, index) => ({ clientId: `dev${index}` }));
  const aedes = aedesModule();
  if (aedes) {
    const program = startProgram("server.mjs");
    const port = await program.call("startAedes", aedes, bench.certificates);
    const devices = await connectDevices(bench, port, clients);
    servers.push({ name: "aedes", pid: program.pid, devices, stop: stopper(program, devices) });
  }
  const port = 18_883;
  const mosquitto = await startMosquitto(port, bench.certificates);
  if (mosquitto) {
    const devices = await connectDevices(bench, port, clients);
    const stop = stopper(mosquitto, devices);
    servers.push({ name: "mosquitto", pid: mosquitto.pid, devices, stop });
  }
  for (const { devices } of servers) {
    await devices.call("publish", {
      bytes,
      inFlight: inFlight[connections],
      seconds: bench.warmUp,
    });
  }
  return servers;
}

async function startHubServer(bench, connections, name) {
  const program = startProgram("server.mjs");
  const { port, description } = await bench.startHub(program, name);
  const clients = await program.call("createDevices", connections);
  const devices = await connectDevices(bench, port, clients);
  const events = description.eventHubs.emulatorConnectionString;
  return { name, pid: program.pid, devices, events, stop: stopper(program, devices) };
}

async function connectDevices(bench, port, clients) {
  const devices = startProgram("devices.mjs");
  await devices.call("connect", { port, ca: bench.certificates.caCertificate, clients });
  return devices;
}

function stopper(server, devices) {
  return async () => {
    await devices.stop();
    await server.stop();
  };
}
