import { printTable } from "../table.mjs";
import { storedEvents } from "./event-endpoint.mjs";
import { atLeast, count } from "./goals.mjs";
import { withCpuOf } from "./process-use.mjs";
import { startProgram } from "./program.mjs";
import { inTurn, medianOf, ratioOf } from "./rounds.mjs";

const devices = 100;
const bytes = 200;
/** More than the hub keeps. */
const enough = 60_000;

/** Azure's client reads what is stored, 1,000 a batch; beside a bare rhea server that sends the same bytes. */
export async function eventReads(bench) {
  const hub = startProgram("server.mjs");
  const { port: hubPort, description } = await bench.startHub(hub, "memory", { routes: [] });
  const hubEndpoint = description.eventHubs.emulatorConnectionString;
  await fillEvents(bench, hub, hubPort, hubEndpoint);
  const partitions = await hub.call("encodedEvents");
  const events = partitions.flat().length;
  const bare = startProgram("server.mjs");
  const port = await bare.call("startEventEndpoint", description.name, partitions);
  const bareEndpoint = hubEndpoint.replace(/localhost:\d+/, `localhost:${port}`);
  const measured = await inTurn(bench.rounds, {
    hub: () => measure(hub, hubEndpoint, events),
    rhea: () => measure(bare, bareEndpoint, events),
  });
  for (const program of [hub, bare]) await program.stop();
  printTable(
    ["server", "events/s", "events per CPU-second of the server"],
    Object.entries(measured).map(([name, runs]) => [
      name,
      count(medianOf(runs, "rate")),
      count(medianOf(runs, "perCpu")),
    ]),
  );
  const { hub: ours, rhea } = measured;
  atLeast("@azure/event-hubs reads: hub / rhea", ratioOf(ours, rhea, "rate"), 0.8);
  atLeast("the same per CPU-second of the server", ratioOf(ours, rhea, "perCpu"), 0.8);
}

async function fillEvents(bench, hub, port, endpoint) {
  const clients = await hub.call("createDevices", devices);
  const program = startProgram("devices.mjs");
  await program.call("connect", { port, ca: bench.certificates.caCertificate, clients });
  while ((await storedEvents(endpoint)) < enough) {
    await program.call("publish", { bytes, inFlight: 10, seconds: 1 });
  }
  await program.stop();
}

/** In a new process each, so that no reader is warmer than the other. */
async function measure({ pid }, connectionString, events) {
  const service = startProgram("service.mjs");
  const [seconds, cpu] = await withCpuOf(pid, () =>
    service.call("readEvents", connectionString, events),
  );
  await service.stop();
  return { rate: events / seconds, perCpu: events / cpu };
}
