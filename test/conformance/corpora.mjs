// How many of the Interfaces in a file parse, and why the others are refused. Build first: npm run build.
//
//   node test/conformance/corpora.mjs <file> [--examples 1] [--only badType]
//
// The file is a JSON array of Interfaces, or has one Interface a line. Each is parsed with those of the file that it refers
// to. What the file lacks is an error of its own; then an empty Interface takes its place, so that the rest is judged too.
import { readFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { isPnpError, resolveModel } from "twinplug";
import { printTable } from "../bench/table.mjs";

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { examples: { type: "string", default: "1" }, only: { type: "string" } },
});
const texts = readTexts(positionals[0]);
const byId = new Map(texts.map((text) => [text.source, text]));
const results = [];
for (const text of texts) results.push(await judge(text));
printOutcomes();
printRefusals();

/** Every Interface as a text named by its identifier, indented so that frames can be read. */
function readTexts(file) {
  const content = readFileSync(file, "utf8");
  const lines = content.split("\n").filter((line) => line.trim() !== "");
  const models = /^\s*\[/.test(content) ? JSON.parse(content) : lines.map((line) => parsed(line));
  return models.map((model, index) => ({
    source: model["@id"] ?? `number ${index + 1}`,
    text: typeof model === "string" ? model : JSON.stringify(model, null, 2),
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

async function judge(text) {
  const issues = await issuesOf(text, (dtmi) => byId.get(dtmi) ?? []);
  if (issues.length === 0) return { outcome: "parses", issues };
  const more = await issuesOf(text, (dtmi) => byId.get(dtmi) ?? standIn(dtmi));
  const own = [...issues, ...more].filter(({ location }) => location?.source === text.source);
  return { outcome: own.length > 0 ? "refused" : "refers to one that is refused", issues: own };
}

async function issuesOf(text, textOf) {
  try {
    await resolveModel(text, { resolve: async (dtmis) => dtmis.flatMap(textOf) });
    return [];
  } catch (error) {
    if (!isPnpError(error)) throw error;
    return error.issues;
  }
}

function standIn(dtmi) {
  const empty = { "@context": "dtmi:dtdl:context;2", "@id": dtmi, "@type": "Interface" };
  return { source: `stand-in for ${dtmi}`, text: JSON.stringify(empty) };
}

function printOutcomes() {
  const outcomes = new Map();
  for (const { outcome } of results) outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1);
  printTable(["outcome", "interfaces"], outcomes);
}

/** An Interface counts for each error identifier that it has, once. */
function printRefusals() {
  const refusals = new Map();
  for (const { issues } of results) {
    for (const code of new Set(issues.map((issue) => issue.code))) {
      const first = issues.find((issue) => issue.code === code);
      refusals.set(code, [...(refusals.get(code) ?? []), first]);
    }
  }
  const rows = [...refusals].sort(([, a], [, b]) => b.length - a.length);
  console.log();
  printTable(
    ["error", "interfaces"],
    rows.map(([code, issues]) => [code, issues.length]),
  );
  for (const [code, issues] of rows) {
    if (code !== (values.only ?? code)) continue;
    for (const issue of issues.slice(0, Number(values.examples))) console.log(`\n${issue.frame}`);
  }
}
