// From the edit of a model to its written file, in a running `pnp generate --watch`, beside the time of a whole run.
//
//   npm run build && node test/bench/watch.mjs [edits]
import { spawn, spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, watch, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { printTable } from "./table.mjs";

const edits = Number(process.argv[2] ?? 20);
const program = fileURLToPath(new URL("../../dist/cli/main.js", import.meta.url));
const example = new URL("../../models/dtmi/com/example/thermostat-1.json", import.meta.url);
const text = readFileSync(example, "utf8");
const median = (values) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];

/** A project with so many models, each of its own Interface. */
function project(count) {
  const folder = mkdtempSync(join(tmpdir(), "twinplug-bench-"));
  for (let at = 0; at < count; at++) {
    const path = join(folder, `models/dtmi/com/example/thermostat${at}-1.json`);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text.replace("example:Thermostat;1", `example:Thermostat${at};1`));
  }
  return folder;
}

/** Milliseconds from the edit to the new file being in its place, as somebody sees it who watches the folder. */
async function measure(folder) {
  const args = [program, "generate", "--out", "gen", "--watch"];
  const child = spawn(process.execPath, args, { cwd: folder });
  await new Promise((ready) => {
    child.stderr.on("data", (data) => String(data).includes("watching for changes") && ready());
  });
  const file = join(folder, "models/dtmi/com/example/thermostat0-1.json");
  const model = readFileSync(file, "utf8");
  const times = [];
  for (let edit = 0; edit < edits; edit++) {
    const written = new Promise((done) => {
      const watcher = watch(join(folder, "gen/com/example"), (_event, name) => {
        if (name !== "thermostat0-1.ts") return;
        watcher.close();
        done();
      });
    });
    const begin = performance.now();
    writeFileSync(file, model.replace('"Thermostat"', `"Thermostat ${edit}"`));
    await written;
    times.push(performance.now() - begin);
    // The run over all models comes in a break, as between the edits of a person.
    await new Promise((done) => setTimeout(done, 1000));
  }
  child.kill("SIGINT");
  await new Promise((done) => child.on("exit", done));
  return times;
}

const rows = [];
for (const count of [3, 100, 300]) {
  const folder = project(count);
  const begin = performance.now();
  spawnSync(process.execPath, [program, "generate", "--out", "gen"], { cwd: folder });
  const whole = performance.now() - begin;
  const times = await measure(folder);
  rows.push([count, whole.toFixed(0), median(times).toFixed(1), Math.max(...times).toFixed(1)]);
  rmSync(folder, { recursive: true });
}
printTable(["Interfaces", "first run ms", "edit to file, median ms", "slowest ms"], rows);
