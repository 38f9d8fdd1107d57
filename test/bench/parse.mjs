// Parsing an ontology: warm, as the first thing a process does, with growing size, and what the Model keeps of memory;
// beside JSON.parse and the reference parser of DTDL, which is installed into a cache folder when it is missing.
//
//   npm run bench:parse -- [--file ontology.json] [--only warm|cold|growth|memory] [--runs 9]
//
// The file is one text of DTDL, such as RealEstateCore as a JSON array. Without it, one of that size and shape is made up.
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { ontologyText } from "./ontology.mjs";
import { referenceParser } from "./reference-parser.mjs";
import { printTable } from "./table.mjs";

const option = { type: "string" };
const { values } = parseArgs({ options: { file: option, only: option, runs: option } });
const runs = Number(values.runs ?? 9);
const root = fileURLToPath(new URL("../..", import.meta.url));
const reference = referenceParser();
const door = "twinplug/dtdl";

const folder = mkdtempSync(join(tmpdir(), "twinplug-bench-"));
try {
  const file =
    values.file === undefined ? madeUp(join(folder, "ontology.json")) : resolve(values.file);
  const text = readFileSync(file, "utf8");
  console.log(
    `${values.file ?? "made-up ontology"}: ${text.length} characters, Node.js ${process.version}\n`,
  );
  const parts = { warm: warmRows, cold: coldRows, growth: growthRows, memory: memoryRows };
  const wanted = Object.entries(parts).filter(([name]) => name === (values.only ?? name));
  const rows = wanted.flatMap(([, part]) => part(file));
  printTable(
    ["figure", "measured", "goal", ""],
    rows.map((row) => Object.assign(["", "", "", ""], row)),
  );
} finally {
  rmSync(folder, { recursive: true });
}

function madeUp(file) {
  writeFileSync(file, ontologyText());
  return file;
}

function warmRows(file) {
  const json = measure("json", "-", file);
  const ours = measure("ours", door, file);
  const theirs = reference && measure("reference", reference, file);
  return [
    ["warm: JSON.parse", ms(json)],
    ["warm: twinplug", ms(ours)],
    ["warm: reference", ms(theirs)],
    atMost("warm: twinplug / JSON.parse", ratio(ours, json), 10),
    atLeast("warm: reference / twinplug", ratio(theirs, ours), 10),
  ];
}

/** Wall time of a fresh process that imports, parses and exits. The programs run in turn. */
function coldRows(file) {
  const read = `const text = (await import("node:fs")).readFileSync(${JSON.stringify(file)}, "utf8");`;
  const programs = {
    "bare node": "",
    "JSON.parse": `${read} JSON.parse(text);`,
    twinplug: `const { parseModel } = await import(${JSON.stringify(door)}); ${read} parseModel(text);`,
  };
  if (reference) {
    programs.reference = `const { getInterop } = await import(${JSON.stringify(reference)}); ${read}
      (await getInterop()).parse(text); process.exit(0);`;
  }
  const measured = Object.fromEntries(Object.keys(programs).map((name) => [name, []]));
  for (let run = 0; run < runs; run++) {
    for (const [name, code] of Object.entries(programs)) {
      const begin = performance.now();
      node("--input-type=module", "-e", code);
      measured[name].push(performance.now() - begin);
    }
  }
  const time = (name) => {
    const sorted = measured[name]?.toSorted((a, b) => a - b);
    return sorted && { median: sorted[Math.floor(runs / 2)], best: sorted[0] };
  };
  return [
    ...Object.keys(programs).map((name) => [`cold: ${name}`, ms(time(name))]),
    atLeast("cold: reference / twinplug", ratio(time("reference"), time("twinplug")), 15),
  ];
}

function growthRows() {
  const rows = measure("growth", door, "-");
  const each = ({ size, ours }) => (ours.median / size) * 1000;
  return [
    ...rows.map((row) => [
      `${row.size} interfaces`,
      `${ms(row.ours)}, ${each(row).toFixed(1)} µs each, JSON.parse ${ms(row.json)}`,
    ]),
    atMost("time for each, last / first", { median: each(rows.at(-1)) / each(rows[0]) }, 1.5),
  ];
}

function memoryRows(file) {
  const bytes = measure("memory", door, file);
  return [atMost("memory kept / text", { median: bytes / statSync(file).size }, 12)];
}

function measure(what, module, file) {
  const program = fileURLToPath(new URL("parse-measure.mjs", import.meta.url));
  return JSON.parse(node("--expose-gc", program, what, module, file));
}

function node(...args) {
  const { status, stdout, stderr } = spawnSync(process.execPath, args, {
    cwd: root,
    encoding: "utf8",
  });
  if (status !== 0) throw new Error(`node ${args.join(" ")} failed: ${stderr}`);
  return stdout;
}

function ms(time) {
  return time === undefined
    ? "not measured"
    : `${time.median.toFixed(1)} ms (best ${time.best.toFixed(1)})`;
}

/** Of the medians, and of the best runs; undefined where one was not measured. */
function ratio(a, b) {
  return a && b && { median: a.median / b.median, best: a.best / b.best };
}

function atMost(figure, value, goal) {
  return [figure, times(value), `≤ ${goal} ×`, value.median <= goal ? "met" : "missed"];
}

function atLeast(figure, value, goal) {
  if (value === undefined) return [figure, "not measured", `≥ ${goal} ×`, ""];
  return [figure, times(value), `≥ ${goal} ×`, value.median >= goal ? "met" : "missed"];
}

function times({ median, best }) {
  return best === undefined
    ? `${median.toFixed(1)} ×`
    : `${median.toFixed(1)} × (best ${best.toFixed(1)})`;
}
