import { printTable } from "../table.mjs";
import { atMost, count } from "./goals.mjs";
import { startProgram } from "./program.mjs";
import { median, quantile } from "./rounds.mjs";
import { request } from "./service-request.mjs";

const connected = 1000;
const atOnce = 8;

/** Direct methods, so many at once, of devices that all are connected: from the request to the answer. */
export async function commands(bench) {
  const hub = startProgram("server.mjs");
  const { port, description } = await bench.startHub(hub, "memory");
  const clients = await hub.call("createDevices", connected);
  const devices = startProgram("devices.mjs");
  const { caCertificate: ca } = bench.certificates;
  await devices.call("connect", { port, ca, clients });
  await devices.call("answerCommands");
  const service = startProgram("service.mjs");
  await service.call("connect", { port, ca, connections: atOnce });
  const body = JSON.stringify({ methodName: "reboot", payload: { delay: 1 } });
  const requests = clients.map(({ clientId }) =>
    request(description, "POST", `/twins/${clientId}/methods`, body),
  );
  await service.call("repeat", requests, bench.warmUp);
  const runs = [];
  for (let round = 0; round < bench.rounds; round++) {
    const { took, seconds } = await service.call("repeat", requests, bench.seconds);
    runs.push({ rate: took.length / seconds, p50: median(took), p99: quantile(took, 0.99) });
  }
  for (const program of [service, devices, hub]) await program.stop();
  printTable(
    ["connected", "at once", "commands/s", "p50 ms", "p99 ms"],
    runs.map(({ rate, p50, p99 }) => [
      connected,
      atOnce,
      count(rate),
      p50.toFixed(2),
      p99.toFixed(2),
    ]),
  );
  atMost("command round trip, 1,000 devices: p99", median(runs.map(({ p99 }) => p99)), 20, "ms");
}
