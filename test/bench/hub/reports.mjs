import { monitorEventLoopDelay } from "node:perf_hooks";
import { printTable } from "../table.mjs";
import { fillTwins } from "./fill-twins.mjs";
import { atLeast, atMost, count, told } from "./goals.mjs";
import { withCpuOf } from "./process-use.mjs";
import { startProgram } from "./program.mjs";
import { inTurn, median, medianOf, quantile, ratioOf } from "./rounds.mjs";

const connections = 100;

/** Reported properties of devices over TLS, written to disk before they are acknowledged, beside memory only. */
export async function reports(bench) {
  const kinds = bench.dataWorks ? ["memory", "data"] : ["memory"];
  const hubs = {};
  for (const kind of kinds) hubs[kind] = await startHub(bench, kind);
  const measured = await inTurn(
    bench.rounds,
    Object.fromEntries(kinds.map((kind) => [kind, () => measure(hubs[kind], bench.seconds)])),
  );
  for (const { devices, program } of Object.values(hubs)) {
    await devices.stop();
    await program.stop();
  }
  printTable(
    [
      "state in",
      "updates/s",
      "updates per CPU-second",
      "p50 ms",
      "p99 ms",
      "loop delay p99 ms",
      "of an idle process meanwhile",
    ],
    Object.entries(measured).map(([kind, runs]) => [
      kind,
      count(medianOf(runs, "rate")),
      count(medianOf(runs, "perCpu")),
      medianOf(runs, "p50").toFixed(1),
      medianOf(runs, "p99").toFixed(1),
      medianOf(runs, "loopDelay").toFixed(1),
      medianOf(runs, "idleDelay").toFixed(1),
    ]),
  );
  const { memory, data } = measured;
  atLeast("reported updates: data / memory", data && ratioOf(data, memory, "rate"), 0.5);
  if (data) told("the same per CPU-second", ratioOf(data, memory, "perCpu"), "×");
  atMost(
    "reported updates: event loop delay, p99",
    median((data ?? memory).map(({ loopDelay }) => loopDelay)),
    10,
    "ms",
  );
}

async function startHub(bench, kind) {
  const program = startProgram("server.mjs");
  const started = await bench.startHub(program, kind);
  const clients = await program.call("createDevices", connections);
  await fillTwins(bench, started, connections);
  const devices = startProgram("devices.mjs");
  await devices.call("connect", {
    port: started.port,
    ca: bench.certificates.caCertificate,
    clients,
  });
  await devices.call("report", { seconds: bench.warmUp });
  return { program, devices };
}

async function measure({ program, devices }, seconds) {
  // What the machine's other work adds.
  const idle = monitorEventLoopDelay({ resolution: 1 });
  idle.enable();
  await program.call("watchLoop");
  const [{ took, seconds: time }, cpu] = await withCpuOf(program.pid, () =>
    devices.call("report", { seconds }),
  );
  idle.disable();
  return {
    rate: took.length / time,
    perCpu: took.length / cpu,
    p50: median(took),
    p99: quantile(took, 0.99),
    loopDelay: await program.call("loopDelayP99"),
    idleDelay: idle.percentile(99) / 1e6 - 1,
  };
}
