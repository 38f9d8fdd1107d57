// What generated checks cost, beside ajv: speed of the date-time check and of whole payloads, size of the code, time from the
// start of a process to the first verdicts. Peers (ajv-formats, esbuild) are installed into a cache folder. Each measure in
// a process of its own, the best of several rounds; of start-ups the median.
//
//   npm run build && node test/bench/validators.mjs
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { printTable } from "./table.mjs";

const root = fileURLToPath(new URL("../..", import.meta.url));
const dist = (path) => pathToFileURL(join(root, "dist", path)).href;
const packages = { "ajv-formats": "3.0.1", ajv: "8.20.0", esbuild: "0.28.2" };
const peerFolder = join(tmpdir(), "twinplug-bench-validators-1");
const require = createRequire(join(peerFolder, "index.js"));

function installPeers() {
  if (existsSync(join(peerFolder, "node_modules", "esbuild", "package.json"))) return;
  const names = Object.entries(packages).map(([name, version]) => `${name}@${version}`);
  const what = ["install", "--prefix", peerFolder, "--no-audit", "--no-fund", ...names];
  console.error(`npm ${what.join(" ")}`);
  const { status } = spawnSync("npm", what, {
    stdio: ["ignore", "ignore", "inherit"],
    shell: process.platform === "win32",
  });
  if (status !== 0) throw new Error("the peers could not be installed");
}

const dtdl = (contents, id = "dtmi:com:example:Bench;1") => ({
  "@context": "dtmi:dtdl:context;4",
  "@id": id,
  "@type": "Interface",
  contents,
});
const field = (name, schema) => ({ name, schema });
const enumOf = (values) => ({
  "@type": "Enum",
  valueSchema: "string",
  enumValues: values.map((value, index) => ({ name: `v${index}`, enumValue: value })),
});
const mapOf = (schema) => ({
  "@type": "Map",
  mapKey: field("key", "string"),
  mapValue: field("value", schema),
});
const objectOf = (...fields) => ({ "@type": "Object", fields });
const temperatures = ["maxTemp", "minTemp", "avgTemp"].map((name) => field(name, "double"));
const inner = [
  field("mode", enumOf(["heat", "cool", "off"])),
  field("limits", objectOf(field("low", "double"), field("high", "double"))),
  field("labels", mapOf("string")),
];
const payloads = {
  "report of the Thermostat": objectOf(
    ...temperatures,
    field("startTime", "dateTime"),
    field("endTime", "dateTime"),
  ),
  "nested object, enum, map": objectOf(...temperatures, ...inner),
  "the same and two date-times": objectOf(
    ...temperatures,
    ...inner,
    field("startTime", "dateTime"),
    field("endTime", "dateTime"),
  ),
  "array of objects": {
    "@type": "Array",
    elementSchema: objectOf(field("id", "uuid"), field("count", "integer")),
  },
  "enum of 40 values": enumOf(Array.from({ length: 40 }, (_, index) => `state ${index}`)),
  "geospatial polygon": "polygon",
};

const value = (index, dates) => ({
  maxTemp: index + 0.5,
  minTemp: index - 3.25,
  avgTemp: 1,
  mode: ["heat", "cool", "off"][index % 3],
  limits: { low: index, high: index * 2.5 },
  labels: { room: `y${index}`, floor: "1" },
  ...(dates && {
    startTime: `2026-11-20T08:00:${String(index % 60).padStart(2, "0")}Z`,
    endTime: `2026-11-21T08:00:00.${index}+01:00`,
  }),
});

const texts = [
  "2026-11-20T08:00:00Z",
  "2024-02-29T23:59:59.123456+05:30",
  "1999-12-31T00:00:00.5-08:00",
  "2026-01-30T12:30:45Z",
];

/** The tables of the Interface that has these payloads as telemetry, its checks as text, and JSON Schemas. */
async function describe(schemas) {
  const { parseModel, describeInterface, toJsonSchema } = await import(dist("index.js"));
  const { checksText } = await import(dist("codegen/validators/checks-text.js"));
  const contents = schemas.map((schema, index) => ({
    "@type": "Telemetry",
    name: `t${index}`,
    schema,
  }));
  const [iface] = parseModel(JSON.stringify(dtdl(contents))).interfaces.values();
  const tables = describeInterface(iface);
  return {
    tables,
    text: checksText(tables),
    jsonSchemas: Object.values(tables.telemetry).map(({ schema }) =>
      toJsonSchema(schema, tables.schemas),
    ),
  };
}

/** An ajv as people set it up: the standard's formats by ajv-formats, the two of `long` as DTDL has them. */
function createAjv(options = {}) {
  const { Ajv2020 } = require("ajv/dist/2020.js");
  const ajv = new Ajv2020({ strict: true, ownProperties: true, ...options });
  require("ajv-formats").default(ajv);
  ajv.addFormat("int64", { type: "number", validate: Number.isSafeInteger });
  ajv.addFormat("uint64", { type: "number", validate: Number.isSafeInteger });
  return ajv;
}

async function checkOf(judge, schema) {
  const { tables, text, jsonSchemas } = await describe([schema]);
  const [{ schema: payload }] = Object.values(tables.telemetry);
  const make = new Function(`return ${text}`)();
  if (judge === "generated check") {
    const { checksByPayload } = await import(dist("validate/payload-checks.js"));
    return checksByPayload(tables, make).get(payload);
  }
  const validators = await import(dist("validate/validator.js"));
  if (judge === "client with generated checks") {
    const validator = validators.createCheckedValidators(tables, make)(payload);
    return (data) => validator.validate(data).length === 0;
  }
  if (judge === "client without") {
    const validator = validators.createValidator(payload, tables.schemas);
    return (data) => validator.validate(data).length === 0;
  }
  const [document] = jsonSchemas;
  // Its own date-time alone, not DTDL's pattern besides.
  for (const each of Object.values(document.properties)) {
    if (each.format === "date-time") delete each.pattern;
  }
  return createAjv(judge === "ajv, all errors" ? { allErrors: true } : {}).compile(document);
}

const measures = {
  async "date-time"(judge) {
    if (judge === "twinplug") {
      const { hasForm } = await import(dist("dtdl/text-form.js"));
      return rate((index) => hasForm("dateTime", texts[index % texts.length]));
    }
    const { fullFormats } = require("ajv-formats/dist/formats.js");
    const { validate } = fullFormats["date-time"];
    return rate((index) => validate(texts[index % texts.length]));
  },
  async payload(judge, dates, valid) {
    const hasDates = dates === "dates";
    const name = hasDates ? "the same and two date-times" : "nested object, enum, map";
    const check = await checkOf(judge, payloads[name]);
    const values = Array.from({ length: 100 }, (_, index) => {
      const each = value(index, hasDates);
      return valid === "valid" ? each : { ...each, avgTemp: "warm" };
    });
    if (check(values[0]) !== (valid === "valid")) throw new Error("a wrong verdict");
    return rate((index) => check(values[index % values.length]));
  },
};

/** Million calls a second. */
function rate(call) {
  let best = 0;
  let count = 20_000;
  for (let round = 0; round < 12; round++) {
    const begin = performance.now();
    let hits = 0;
    for (let index = 0; index < count; index++) if (call(index)) hits++;
    const time = performance.now() - begin;
    if (hits !== 0 && hits !== count) throw new Error("a wrong verdict");
    best = Math.max(best, count / time / 1000);
    if (time < 50) count *= 2;
  }
  return best;
}

function measureApart(...args) {
  const self = fileURLToPath(import.meta.url);
  const { stdout, status } = spawnSync(process.execPath, [self, "--measure", ...args], {
    encoding: "utf8",
    stdio: ["ignore", "pipe", "inherit"],
  });
  if (status !== 0) throw new Error(`${args.join(" ")} failed`);
  return Number(stdout);
}

function printSpeeds() {
  const own = measureApart("date-time", "twinplug");
  const other = measureApart("date-time", "ajv-formats");
  printTable(
    ["strict date-time check", "million/s", "of ajv-formats"],
    [
      ["ajv-formats", other.toFixed(1), "1.0"],
      ["twinplug", own.toFixed(1), (own / other).toFixed(1)],
    ],
  );
  console.log();
  const columns = [
    ["dates", "valid"],
    ["no dates", "valid"],
    ["dates", "invalid"],
  ];
  const judges = [
    "ajv",
    "ajv, all errors",
    "generated check",
    "client with generated checks",
    "client without",
  ];
  printTable(
    ["payload, million/s", "with two date-times", "without", "invalid"],
    judges.map((judge) => [
      judge,
      ...columns.map((column) => measureApart("payload", judge, ...column).toFixed(2)),
    ]),
  );
  console.log();
}

async function printSizes() {
  const { transformSync } = require("esbuild");
  const standaloneCode = require("ajv/dist/standalone").default;
  const minified = (code) =>
    Buffer.byteLength(transformSync(code, { minify: true, format: "esm" }).code.trim());
  const standalone = (schema, options) => {
    const ajv = createAjv({ ...options, code: { source: true, esm: true } });
    return minified(standaloneCode(ajv, ajv.compile(schema)));
  };
  const rows = [];
  for (const [name, schema] of Object.entries(payloads)) {
    const { text, jsonSchemas } = await describe([schema]);
    const [document] = jsonSchemas;
    rows.push([
      name,
      minified(`export default ${text}`) - "export default ;".length,
      standalone(document),
      standalone(document, { allErrors: true, verbose: true }),
    ]);
  }
  printTable(["bytes minified", "generated", "ajv standalone", "the same, all errors"], rows);
  console.log();
}

/** Programs that read one value for each of so many payloads, and what they need in a folder. */
async function startUpPrograms(count) {
  const { printFiles } = await import(dist("codegen/generate.js"));
  const { noMark } = await import(dist("codegen/name-marks.js"));
  const { createRun } = await import(dist("codegen/run-context.js"));
  const { parseModel } = await import(dist("index.js"));
  const standaloneCode = require("ajv/dist/standalone").default;
  const each = 10;
  const ids = Array.from({ length: Math.ceil(count / each) }, (_, at) => `dtmi:bench:I${at};1`);
  const schemaOf = (at) =>
    objectOf(...temperatures, ...inner, field(`extra${at}`, "integer"), field("at", "dateTime"));
  const documents = ids.map((id, at) =>
    dtdl(
      Array.from({ length: Math.min(each, count) }, (_, index) => ({
        "@type": "Telemetry",
        name: `t${index}`,
        schema: schemaOf(at * each + index),
      })),
      id,
    ),
  );
  const model = parseModel(JSON.stringify(documents));
  const print = (validators) => {
    const options = { validators, runtime: dist("index.js") };
    return printFiles(model, options, createRun(model, options, noMark, "js")).map((file) => ({
      path: file.path.replace(/\.ts$/, ".js"),
      text: file.text,
    }));
  };
  const main = `
    import { decodePayload } from ${JSON.stringify(dist("client/payload.js"))};
    ${ids.map((_, at) => `import * as f${at} from "./bench/i${at}-1.js";`).join("\n")}
    for (const [iface] of [${ids.map((_, at) => `Object.values(f${at}).filter((each) => each.schema)`)}]) {
      for (const { schema } of Object.values(iface.schema.telemetry)) {
        if (!decodePayload(iface, schema, { maxTemp: 1, mode: "heat" }).ok) throw new Error();
      }
    }`;
  const ajv = createAjv({ allErrors: true, code: { source: true, esm: true } });
  const { jsonSchemas } = await describe(Array.from({ length: count }, (_, at) => schemaOf(at)));
  const names = {};
  jsonSchemas.forEach((schema, at) => {
    ajv.addSchema(schema, `s${at}`);
    names[`v${at}`] = `s${at}`;
  });
  const standalone = `import { createRequire } from "node:module";
    const require = createRequire(${JSON.stringify(join(peerFolder, "index.js"))});
    ${standaloneCode(ajv, names)}`;
  const callAll = `import * as all from "./standalone.js";
    for (const check of Object.values(all)) if (!check({ maxTemp: 1, mode: "heat" })) throw new Error();`;
  return {
    "bare node": [{ path: "main.js", text: "" }],
    'import "twinplug"': [{ path: "main.js", text: `import ${JSON.stringify(dist("index.js"))};` }],
    "generated, with checks": [...print(true), { path: "main.js", text: main }],
    "generated, without: ajv compiles": [...print(false), { path: "main.js", text: main }],
    "ajv standalone alone": [
      { path: "standalone.js", text: standalone },
      { path: "main.js", text: callAll },
    ],
  };
}

function startUp(files, runs) {
  const folder = mkdtempSync(join(tmpdir(), "twinplug-bench-start-"));
  try {
    for (const { path, text } of files) {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), text);
    }
    writeFileSync(join(folder, "package.json"), '{ "type": "module" }');
    symlinkSync(join(peerFolder, "node_modules"), join(folder, "node_modules"), "junction");
    const times = Array.from({ length: runs }, () => {
      const begin = performance.now();
      const { status, stderr } = spawnSync(process.execPath, [join(folder, "main.js")]);
      if (status !== 0) throw new Error(String(stderr));
      return performance.now() - begin;
    });
    return times.toSorted((a, b) => a - b)[Math.floor(runs / 2)];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function printStartUps() {
  const counts = [1, 100, 500];
  const runs = 9;
  const rows = new Map();
  for (const count of counts) {
    for (const [name, files] of Object.entries(await startUpPrograms(count))) {
      const cells = rows.get(name) ?? [];
      cells.push(startUp(files, runs).toFixed(0));
      rows.set(name, cells);
    }
  }
  printTable(
    ["ms to the first verdict on each of", ...counts.map((count) => `${count} payloads`)],
    [...rows].map(([name, cells]) => [name, ...cells]),
  );
}

installPeers();
if (process.argv[2] === "--measure") {
  const [name, ...args] = process.argv.slice(3);
  console.log(await measures[name](...args));
} else {
  printSpeeds();
  await printSizes();
  await printStartUps();
}
