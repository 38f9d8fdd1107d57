import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";
import { printTable } from "../table.mjs";
import { fillTwins } from "./fill-twins.mjs";
import { atMost, count } from "./goals.mjs";
import { startProgram } from "./program.mjs";
import { inTurn, median } from "./rounds.mjs";

const root = fileURLToPath(new URL("../../..", import.meta.url));

/** From the start of a process until the hub is ready, beside a process that does nothing. */
export async function starting(bench) {
  const start = (options) =>
    `const { startHub } = await import("twinplug/hub"); await startHub(${JSON.stringify(options)});
     console.log("ready");`;
  const command = (...more) => ["dist/cli/main.js", "hub", "start", ...more];
  const programs = {
    "bare node": ["-e", 'console.log("ready")'],
    "startHub()": ["--input-type=module", "-e", start({})],
    "pnp hub start": command(...(bench.dataWorks ? ["--memory"] : [])),
  };
  if (bench.dataWorks) {
    const data = bench.newFolder();
    programs["startHub({ data })"] = ["--input-type=module", "-e", start({ name: "kept", data })];
    programs["pnp hub start --data"] = command("--data", bench.newFolder());
  }
  const rounds = bench.quick ? 3 : 11;
  const measured = await inTurn(
    rounds,
    Object.fromEntries(
      Object.entries(programs).map(([name, args]) => [name, () => untilReady(args, bench)]),
    ),
  );
  const bare = median(measured["bare node"]);
  printTable(
    ["program", "ready after ms", "best"],
    Object.entries(measured).map(([name, times]) => [
      name,
      median(times).toFixed(0),
      Math.min(...times).toFixed(0),
    ]),
  );
  for (const [name, times] of Object.entries(measured).slice(1)) {
    atMost(`${name} is ready after bare node`, median(times) - bare, 300, "ms");
  }
  if (bench.dataWorks) await loading(bench);
}

/** Milliseconds until the first text on standard output. */
function untilReady(args, bench) {
  return new Promise((resolve, reject) => {
    const begin = performance.now();
    const child = spawn(process.execPath, args, {
      cwd: root,
      env: { ...process.env, XDG_STATE_HOME: bench.newFolder() },
      stdio: ["ignore", "pipe", "inherit"],
    });
    let took;
    child.stdout.once("data", () => {
      took = performance.now() - begin;
      child.kill("SIGINT");
    });
    child.once("exit", () => {
      if (took === undefined) reject(new Error(`node ${args.join(" ")} said nothing`));
      else resolve(took);
    });
  });
}

/** A hub with many twins, started again on its data. */
async function loading(bench) {
  const twins = bench.quick ? 10_000 : 100_000;
  const data = bench.newFolder();
  const before = startProgram("server.mjs");
  // Without notifications, which would be loaded as well.
  const started = await bench.startHub(before, "data", { data, routes: [] });
  await before.call("registerDevices", twins);
  await fillTwins(bench, started, twins, 1);
  await before.call("closeHub");
  await before.stop();
  const times = [];
  for (let round = 0; round < bench.rounds; round++) {
    const hub = startProgram("server.mjs");
    const { seconds } = await bench.startHub(hub, "data", { data, routes: [] });
    times.push(seconds);
    await hub.call("closeHub");
    await hub.stop();
  }
  atMost(`${count(twins)} twins are loaded after`, median(times), 1.5, "s");
}
