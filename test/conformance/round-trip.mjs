// Prints the model of every valid case and parses it again: both must be equal, and print alike.
//
//   node test/conformance/round-trip.mjs <folder with *.jsonl cases>
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { differencesBetween } from "../../dist/dtdl/equal.js";
import { parseModel, resolveModel } from "../../dist/dtdl/index.js";
import { printModel } from "../../dist/dtdl/print.js";

const [folder] = process.argv.slice(2);
const counts = { valid: 0, equal: 0 };
const wrong = [];
for (const file of readdirSync(folder).filter((name) => name.endsWith(".jsonl"))) {
  for (const line of readFileSync(join(folder, file), "utf8").split("\n")) {
    const each = line === "" ? undefined : JSON.parse(line);
    if (!each?.valid || each.inputs === undefined) continue;
    counts.valid++;
    const fault = await faultOf(each);
    if (fault === undefined) counts.equal++;
    else wrong.push(`${each.name}: ${fault}`);
  }
}
console.log(`${counts.valid} valid models, ${counts.equal} equal after printing and parsing`);
for (const each of wrong.slice(0, 20)) console.error(each);
process.exitCode = wrong.length === 0 ? 0 : 1;

async function faultOf({ inputs, resolution, ...each }) {
  const options = {
    undefinedExtensions: each.undefinedExtensions ?? "default",
    acceptedLimits: each.acceptableLimits ?? [],
    quirks: each.quirks ?? [],
  };
  const answers = [...(resolution ?? [])];
  const resolve = async () =>
    (answers.shift()?.response ?? []).map((text) => ({ source: "resolved", text }));
  const model = await resolveModel(inputs, { resolve }, options);
  const text = printModel(model);
  const again = parseModel(text, options);
  const [difference] = differencesBetween(model, again);
  if (difference !== undefined) return JSON.stringify(difference);
  return printModel(again) === text ? undefined : "printed otherwise the second time";
}
