import { printTable } from "../table.mjs";
import { fillTwins } from "./fill-twins.mjs";
import { atLeast, count } from "./goals.mjs";
import { withCpuOf } from "./process-use.mjs";
import { startProgram } from "./program.mjs";
import { inTurn, medianOf, ratioOf } from "./rounds.mjs";
import { request } from "./service-request.mjs";

const connections = 32;
const devices = 100;

/** Twins read over HTTPS that stays open, beside a bare server that answers the same bytes. */
export async function twinReads(bench) {
  const hub = startProgram("server.mjs");
  const started = await bench.startHub(hub, "memory");
  await hub.call("registerDevices", devices);
  await fillTwins(bench, started, devices);
  const requests = Array.from({ length: devices }, (_, index) =>
    request(started.description, "GET", `/twins/dev${index}`),
  );
  const service = await connectService(bench, started.port);
  const answer = await service.call("once", requests[0]);
  const bare = startProgram("server.mjs");
  const barePort = await bare.call("startHttps", answer, bench.certificates);
  const others = await connectService(bench, barePort);
  await service.call("repeat", requests, bench.warmUp);
  await others.call("repeat", requests, bench.warmUp);
  const measured = await inTurn(bench.rounds, {
    hub: () => measure(hub, service, requests, bench.seconds),
    "node:https": () => measure(bare, others, requests, bench.seconds),
  });
  for (const program of [service, others, hub, bare]) await program.stop();
  printTable(
    ["server", "reads/s", "reads per CPU-second"],
    Object.entries(measured).map(([name, runs]) => [
      name,
      count(medianOf(runs, "rate")),
      count(medianOf(runs, "perCpu")),
    ]),
  );
  const ratio = ratioOf(measured.hub, measured["node:https"], "perCpu");
  atLeast(`twin reads of ${answer.body.length} bytes: hub / node:https`, ratio, 0.7);
}

async function connectService(bench, port) {
  const service = startProgram("service.mjs");
  const { caCertificate: ca } = bench.certificates;
  await service.call("connect", { port, ca, connections });
  return service;
}

async function measure({ pid }, service, requests, seconds) {
  const [{ took, seconds: time }, cpu] = await withCpuOf(pid, () =>
    service.call("repeat", requests, seconds),
  );
  return { rate: took.length / time, perCpu: took.length / cpu };
}
