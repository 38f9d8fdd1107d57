// One measurement of parse.mjs, in a process of its own: node --expose-gc parse-measure.mjs <what> <module> <file>.
// Prints its result as JSON.
import { readFileSync } from "node:fs";
import { ontologyText } from "./ontology.mjs";

const [what, module, file] = process.argv.slice(2);
const measurements = { json, ours, reference, memory, growth };
process.stdout.write(JSON.stringify(await measurements[what]()), () => process.exit(0));

function json() {
  const text = readFileSync(file, "utf8");
  return warm(() => JSON.parse(text), 300);
}

async function ours() {
  const { parseModel } = await import(module);
  const text = readFileSync(file, "utf8");
  return warm(() => parseModel(text), 150);
}

async function reference() {
  const { getInterop } = await import(module);
  const parser = await getInterop();
  const text = readFileSync(file, "utf8");
  return warm(() => parser.parse(text), 15);
}

/** Bytes that stay allocated while the Model is held, what it keeps of the text among them. */
async function memory() {
  const { parseModel } = await import(module);
  const before = settled();
  const model = parseModel(readFileSync(file, "utf8"));
  const bytes = settled() - before;
  if (model.interfaces.size === 0) throw new Error("the model is empty");
  return bytes;
}

/** Milliseconds for made-up ontologies of growing size. */
async function growth() {
  const { parseModel } = await import(module);
  return [1000, 2000, 5000, 10_000, 20_000].map((size) => {
    const text = ontologyText(size);
    const runs = Math.max(5, Math.round(50_000 / size));
    return {
      size,
      ours: warm(() => parseModel(text), runs),
      json: warm(() => JSON.parse(text), runs),
    };
  });
}

/** Milliseconds of that many runs, after half as many to warm up: the median, and the best for a busy machine. */
function warm(work, runs) {
  const times = [];
  for (let run = -Math.ceil(runs / 2); run < runs; run++) {
    const begin = performance.now();
    work();
    if (run >= 0) times.push(performance.now() - begin);
  }
  times.sort((a, b) => a - b);
  return { median: times[Math.floor(runs / 2)], best: times[0] };
}

function settled() {
  for (let round = 0; round < 4; round++) globalThis.gc();
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}
