// Generating TypeScript: warm, as the work of a fresh process, with growing size, along a long chain of references, and what
// it takes of memory; beside json-schema-to-typescript and openapi-typescript, which are installed into a cache folder when
// they are missing.
//
//   npm run bench:generate -- [--only warm|cold|growth|chain] [--runs 9]
//
// Every figure has the goal beside it. The peers get object types of ten fields; so does twinplug where it is compared.
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { parseArgs } from "node:util";
import {
  deviceInterfaces,
  jsonSchemaDocument,
  objectInterfaces,
  openApiDocument,
} from "./generator-inputs.mjs";
import { peerGenerators } from "./peer-generators.mjs";
import { printTable } from "./table.mjs";

const option = { type: "string" };
const { values } = parseArgs({ options: { only: option, runs: option } });
const runs = Number(values.runs ?? 9);
const root = fileURLToPath(new URL("../..", import.meta.url));
const peers = peerGenerators();
const size = 1000;
const coldSize = 300;
const chainLength = 100_000;

const folder = mkdtempSync(join(tmpdir(), "twinplug-bench-"));
try {
  console.log(`Node.js ${process.version}\n`);
  const parts = { warm: warmRows, cold: coldRows, growth: growthRows, chain: chainRows };
  const wanted = Object.entries(parts).filter(([name]) => name === (values.only ?? name));
  const rows = wanted.flatMap(([, part]) => part());
  printTable(
    ["figure", "measured", "goal", ""],
    rows.map((row) => Object.assign(["", "", "", ""], row)),
  );
} finally {
  rmSync(folder, { recursive: true });
}

function warmRows() {
  const devices = measure("devices", size);
  const ours = rate(measure("objects", size));
  const theirs = {
    "json-schema-to-typescript":
      peers && rate(measure("jsonSchema", size, peers.jsonSchema.module)),
    "json-schema-to-typescript, unformatted":
      peers && rate(measure("plainJsonSchema", size, peers.jsonSchema.module)),
    "openapi-typescript": peers && rate(measure("openApi", size, peers.openApi.module)),
  };
  return [
    atLeast("warm: devices of ten contents, Model to text", rate(devices.generate), 10_000, "/s"),
    ["warm: the same from DTDL", perSecond(rate(devices.whole))],
    ["warm: object types from DTDL", perSecond(ours)],
    ...Object.entries(theirs).flatMap(([name, their]) => [
      [`warm: object types by ${name}`, perSecond(their)],
      atLeast(`warm: twinplug / ${name}`, ratio(ours, their), 5, " ×"),
    ]),
  ];
}

/** Wall time and memory of fresh processes that read files and write files. The programs run in turn. */
function coldRows() {
  const devices = modelFolder("devices", deviceInterfaces(coldSize));
  const objects = modelFolder("objects", objectInterfaces(coldSize));
  const jsonSchema = document("schema.json", jsonSchemaDocument(coldSize));
  const openApi = document("openapi.json", openApiDocument(coldSize));
  const pnp = join(root, "dist/cli/main.js");
  const generate = (models) => (out) => [pnp, "generate", models, "--out", out];
  const programs = {
    "bare node": () => ["-e", ""],
    "pnp generate, devices": generate(devices),
    "pnp generate, object types": generate(objects),
  };
  if (peers) {
    const { cli } = peers.jsonSchema;
    programs["json-schema-to-typescript"] = (out) => [cli, jsonSchema, `${out}.ts`];
    programs["json-schema-to-typescript, unformatted"] = (out) => [
      cli,
      "--no-format",
      jsonSchema,
      `${out}.ts`,
    ];
    programs["openapi-typescript"] = (out) => [peers.openApi.cli, openApi, "--output", `${out}.ts`];
  }
  const measured = Object.fromEntries(Object.keys(programs).map((name) => [name, []]));
  for (let run = 0; run < runs; run++) {
    for (const [index, [name, program]] of Object.entries(programs).entries()) {
      // A new place each time: file systems are slow to write where much has just been removed.
      measured[name].push(runAlone(program(join(folder, `out-${run}-${index}`))));
    }
  }
  const time = (name) => measured[name] && middle(measured[name].map(({ ms }) => ms));
  const memory = (name) => middle(measured[name].map(({ bytes }) => bytes / 2 ** 20));
  const anchor = time("pnp generate, object types");
  return [
    ["cold: bare node", milliseconds(time("bare node"))],
    atMost(`cold: ${coldSize} devices to disk`, time("pnp generate, devices"), 250, " ms"),
    ["cold: memory at most", `${memory("pnp generate, devices").median.toFixed(0)} MB`],
    [`cold: ${coldSize} object types to disk`, milliseconds(anchor)],
    ...Object.keys(programs)
      .slice(3)
      .flatMap((name) => [
        [`cold: ${name}`, `${milliseconds(time(name))}, ${memory(name).median.toFixed(0)} MB`],
        [`cold: ${name} / twinplug`, `${(time(name).median / anchor.median).toFixed(1)} ×`],
      ]),
  ];
}

function growthRows() {
  const rows = measure("growth", 20_000);
  const each = (row) => (row.best / row.size) * 1000;
  return [
    ...rows.map((row) => [
      `growth: ${row.size} devices`,
      `${milliseconds(row)}, ${each(row).toFixed(0)} µs each`,
    ]),
    atMost(
      "growth: time for each, last / first",
      { median: each(rows.at(-1)) / each(rows[0]) },
      1.5,
      " ×",
    ),
  ];
}

function chainRows() {
  const { median, files } = measure("chain", chainLength);
  const goal = `${chainLength} files`;
  return [
    [
      `chain of ${chainLength} references`,
      `${median.toFixed(0)} ms, ${files} files`,
      goal,
      met(files === chainLength),
    ],
  ];
}

function modelFolder(name, interfaces) {
  const path = join(folder, name);
  mkdirSync(path);
  for (const [index, each] of interfaces.entries()) {
    writeFileSync(join(path, `model-${index}.json`), JSON.stringify(each, null, 2));
  }
  return path;
}

function document(name, content) {
  const path = join(folder, name);
  writeFileSync(path, JSON.stringify(content, null, 2));
  return path;
}

/** A process that says at its end how much memory it had at most. */
function runAlone(program) {
  const report = join(folder, "memory");
  const hook = `import { writeFileSync } from "node:fs";
    process.on("exit", () => writeFileSync(${JSON.stringify(report)}, String(process.resourceUsage().maxRSS)));`;
  const path = join(folder, "hook.mjs");
  writeFileSync(path, hook);
  const begin = performance.now();
  node("--import", pathToFileURL(path).href, ...program);
  const ms = performance.now() - begin;
  return { ms, bytes: Number(readFileSync(report, "utf8")) * 1024 };
}

function measure(what, count, module = "") {
  const program = fileURLToPath(new URL("generate-measure.mjs", import.meta.url));
  return JSON.parse(node(program, what, String(count), module));
}

function node(...args) {
  const { status, stdout, stderr } = spawnSync(process.execPath, args, {
    cwd: root,
    encoding: "utf8",
    maxBuffer: 1 << 26,
  });
  if (status !== 0) throw new Error(`node ${args.join(" ")} failed: ${stderr}`);
  return stdout;
}

function middle(numbers) {
  const sorted = numbers.toSorted((a, b) => a - b);
  return { median: sorted[Math.floor(sorted.length / 2)], best: sorted[0] };
}

/** Types in a second. */
function rate({ median, best }) {
  return { median: (size / median) * 1000, best: (size / best) * 1000 };
}

function ratio(a, b) {
  return b && { median: a.median / b.median, best: a.best / b.best };
}

function milliseconds({ median, best }) {
  return `${median.toFixed(0)} ms (best ${best.toFixed(0)})`;
}

function perSecond(value) {
  return value === undefined
    ? "not measured"
    : `${value.median.toFixed(0)} /s (best ${value.best.toFixed(0)})`;
}

function atMost(figure, value, goal, unit) {
  return [figure, shown(value, unit), `≤ ${goal}${unit}`, met(value.median <= goal)];
}

function atLeast(figure, value, goal, unit) {
  if (value === undefined) return [figure, "not measured", `≥ ${goal}${unit}`, ""];
  return [figure, shown(value, unit), `≥ ${goal}${unit}`, met(value.median >= goal)];
}

function shown({ median, best }, unit) {
  const text = (number) => number.toFixed(number < 100 ? 1 : 0);
  return best === undefined
    ? `${text(median)}${unit}`
    : `${text(median)}${unit} (best ${text(best)})`;
}

function met(isMet) {
  return isMet ? "met" : "missed";
}
