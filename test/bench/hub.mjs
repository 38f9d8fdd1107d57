// What the local hub carries, beside peers in the same run: messages a second, and per CPU-second of the server, which
// says more on a busy machine. Server and clients are processes of their own. mosquitto and aedes are fetched into cache
// folders when they are missing. Reads CPU time and memory from /proc: Linux only.
//
//   npm run bench:hub -- [--only telemetry|reads|reports|commands|events|idle|start] [--quick]
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { commands } from "./hub/commands.mjs";
import { eventReads } from "./hub/event-reads.mjs";
import { printGoals } from "./hub/goals.mjs";
import { idle } from "./hub/idle.mjs";
import { startProgram } from "./hub/program.mjs";
import { reports } from "./hub/reports.mjs";
import { starting } from "./hub/starting.mjs";
import { telemetry } from "./hub/telemetry.mjs";
import { twinReads } from "./hub/twin-reads.mjs";

const { values } = parseArgs({ options: { only: { type: "string" }, quick: { type: "boolean" } } });
const quick = values.quick ?? false;
const { sharedCertificates } = await import(
  new URL("../../dist/hub/certificates.js", import.meta.url).href
);
const folder = mkdtempSync(join(tmpdir(), "twinplug-bench-"));
const parts = {
  telemetry,
  reads: twinReads,
  reports,
  commands,
  events: eventReads,
  idle,
  start: starting,
};
const bench = {
  quick,
  rounds: quick ? 1 : 3,
  seconds: quick ? 2 : 4,
  /** Seconds of the same before it is measured, until the code is compiled. */
  warmUp: 2,
  certificates: await sharedCertificates(),
  newFolder: () => mkdtempSync(join(folder, "data-")),
  /** A hub in a program, with its state in memory or in a new folder. */
  startHub(program, kind, options = {}) {
    const { certificates } = bench;
    const where = kind === "data" ? { data: bench.newFolder() } : {};
    return program.call("startHub", { name: `bench-${kind}`, certificates, ...where, ...options });
  },
};
try {
  bench.dataWorks = await dataWorks();
  console.log(`Node.js ${process.version}, ${bench.rounds} rounds of ${bench.seconds} s\n`);
  for (const [name, part] of Object.entries(parts)) {
    if (name !== (values.only ?? name)) continue;
    console.log(`\n## ${name}\n`);
    await part(bench);
  }
  console.log("\n## goals\n");
  printGoals();
} finally {
  rmSync(folder, { recursive: true, force: true });
}

/** Whether the hub can keep its state on this computer: the library for that is optional. */
async function dataWorks() {
  const data = bench.newFolder();
  const program = startProgram("server.mjs");
  try {
    await bench.startHub(program, "data", { data });
    await program.call("closeHub");
    return readdirSync(data).length > 0;
  } catch (error) {
    console.error(`without a data folder: ${error.message}`);
    return false;
  } finally {
    await program.stop();
  }
}
