// Generates all of a file of DTDL that parses, and compiles it at the strictest. Build first: npm run build.
//
//   node test/codegen/corpus.mjs <file…> [--keep folder] [--errors 10] [--only "typings"]
//
// A file is a JSON array of Interfaces, or has one Interface a line. Where it lacks an Interface that others refer to, an
// empty one takes its place. Ends with 1 when a compiler finds anything. `--keep` leaves the generated code in the folder.
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { generate, generateDeclarations, generateSidecars } from "twinplug/codegen";
import { resolveModel, safeParseModel } from "twinplug/dtdl";
import { printTable } from "../bench/table.mjs";

const root = fileURLToPath(new URL("../..", import.meta.url));
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    keep: { type: "string" },
    errors: { type: "string", default: "10" },
    only: { type: "string", default: "" },
  },
});

/** Nothing but the language: no types of Node.js, no DOM. */
const strictest = {
  target: "es2022",
  lib: ["es2023", "esnext.disposable"],
  module: "nodenext",
  types: [],
  paths: { twinplug: [join(root, "dist/index.d.ts")] },
  noEmit: true,
  declaration: true,
  skipLibCheck: false,
  strict: true,
  exactOptionalPropertyTypes: true,
  noUncheckedIndexedAccess: true,
  noPropertyAccessFromIndexSignature: true,
  noUnusedLocals: true,
  noUnusedParameters: true,
  noImplicitOverride: true,
  noImplicitReturns: true,
  verbatimModuleSyntax: true,
  erasableSyntaxOnly: true,
  allowArbitraryExtensions: true,
  resolveJsonModule: true,
  isolatedDeclarations: true,
  forceConsistentCasingInFileNames: true,
};

/** What is generated from a model and its texts; `index` brings all of it together. */
const forms = {
  "full output": (model) => generate(model, { index: true }),
  "with validators, enums as unions": (model) =>
    generate(model, { index: true, enums: "union", obsolete: true, validators: true }),
  "types alone": (model) => generate(model, { typesOnly: true }),
  "JavaScript with declarations": (model, texts) =>
    generateDeclarations(model, {
      texts: new Map(texts.map(({ source, text }) => [source, text])),
      pathOf: (source) => `models/${fileName(source)}`,
    }),
  "typings of JSON": (model, texts) => [
    ...texts.map(({ source, text }) => ({ path: fileName(source), text })),
    ...generateSidecars(
      model,
      texts.map(({ source, text }) => ({ source, text, path: fileName(source) })),
    ),
  ],
};

function fileName(dtmi) {
  return `${dtmi.replaceAll(/[:;.]/g, "/")}.json`;
}

const rows = [];
for (const file of positionals) await tryFile(file);
printTable(["file", "output", "files", "lines", "generated in", "compiler", "errors"], rows);
process.exitCode = rows.every((row) => row.at(-1) === 0) ? 0 : 1;

async function tryFile(file) {
  const { closures, refused, standIns } = await readable(readTexts(file));
  const models = modelsOf(closures);
  const count = new Set(closures.flatMap((texts) => texts.map(({ source }) => source))).size;
  console.log(
    `${basename(file)}: ${count} interfaces parse, in ${models.length} models; ${standIns} of them are empty and stand in; ${refused} are refused\n`,
  );
  for (const [form, print] of Object.entries(forms)) {
    if (!form.includes(values.only)) continue;
    const begin = performance.now();
    const files = models.flatMap(({ model, texts }, index) =>
      print(model, texts).map(({ path, text }) => ({ path: `model-${index}/${path}`, text })),
    );
    const time = `${(performance.now() - begin).toFixed(0)} ms`;
    const lines = files.reduce((sum, { text }) => sum + text.split("\n").length - 1, 0);
    withProject(files, `${basename(file)}-${form}`, (folder) => {
      for (const compiler of ["typescript", "typescript-5.9"]) {
        const messages = compile(folder, compiler);
        for (const message of messages.slice(0, Number(values.errors))) console.log(message);
        rows.push([basename(file), form, files.length, lines, time, compiler, messages.length]);
      }
    });
  }
}

function readTexts(file) {
  const content = readFileSync(file, "utf8");
  const lines = content.split("\n").filter((line) => line.trim() !== "");
  const models = /^\s*\[/.test(content) ? JSON.parse(content) : lines.map(parsed);
  return models.map((model, index) => ({
    source: model["@id"] ?? `number ${index + 1}`,
    text: typeof model === "string" ? model : JSON.stringify(model),
  }));
}

/** A line that is no JSON stays text, for the parser to refuse. */
function parsed(line) {
  try {
    return JSON.parse(line);
  } catch {
    return line;
  }
}

/** Of each Interface that parses, the texts that it needs, its own first. */
async function readable(all) {
  const byId = new Map(all.map((text) => [text.source, text]));
  const closures = [];
  const standIns = new Set();
  let refused = 0;
  for (const text of byId.values()) {
    const texts = [text];
    const textOf = (dtmi) => {
      const found = byId.get(dtmi) ?? standIn(dtmi);
      texts.push(found);
      return found;
    };
    try {
      await resolveModel(text, { resolve: async (dtmis) => dtmis.map(textOf) });
    } catch (error) {
      if (!String(error?.code).startsWith("PNP_")) throw error;
      refused += 1;
      continue;
    }
    closures.push(texts);
    for (const { source } of texts) if (!byId.has(source)) standIns.add(source);
  }
  return { closures, refused, standIns: standIns.size };
}

/** One model of all; those that define an element again, as versions of an Interface may, are put into another. */
function modelsOf(closures) {
  let here = closures;
  let elsewhere = [];
  for (;;) {
    const texts = new Map(here.flatMap((each) => each.map((text) => [text.source, text])));
    const { model, issues } = safeParseModel([...texts.values()]);
    if (model)
      return [
        { model, texts: [...texts.values()] },
        ...(elsewhere.length > 0 ? modelsOf(elsewhere) : []),
      ];
    const clashing = new Set(issues.map(({ location }) => location?.source));
    const clashes = (each) => each.some(({ source }) => clashing.has(source));
    const rest = here.filter((each) => !clashes(each));
    if (rest.length === here.length || rest.length === 0) throw new Error(issues[0]?.frame);
    elsewhere = [...elsewhere, ...here.filter(clashes)];
    here = rest;
  }
}

function standIn(dtmi) {
  const empty = { "@context": "dtmi:dtdl:context;2", "@id": dtmi, "@type": "Interface" };
  return { source: dtmi, text: JSON.stringify(empty) };
}

function withProject(files, name, use) {
  const kept = values.keep && resolve(values.keep, name.replaceAll(" ", "-"));
  const folder = kept ?? mkdtempSync(join(tmpdir(), "twinplug-corpus-"));
  try {
    const project = [
      { path: "package.json", text: JSON.stringify({ type: "module" }) },
      { path: "globals.d.ts", text: "interface AbortSignal {\n  readonly aborted: boolean;\n}\n" },
      {
        path: "tsconfig.json",
        text: JSON.stringify({ compilerOptions: strictest, include: ["**/*.ts"] }),
      },
    ];
    for (const { path, text } of [...project, ...files]) {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), text);
    }
    return use(folder);
  } finally {
    if (!kept) rmSync(folder, { recursive: true, force: true });
  }
}

function compile(folder, compiler) {
  const { stdout, stderr, status } = spawnSync(
    process.execPath,
    [join(root, "node_modules", compiler, "lib/tsc.js"), "-p", folder, "--pretty", "false"],
    { cwd: folder, encoding: "utf8", maxBuffer: 1 << 28 },
  );
  const messages = `${stdout}${stderr}`.split("\n").filter((line) => /^\S/.test(line));
  return status === 0 || messages.length > 0 ? messages : [`${compiler} ended with ${status}`];
}
