// One measurement of generate.mjs, in a process of its own: node generate-measure.mjs <what> <size> [module].
// Prints its result as JSON.

import { generate } from "twinplug/codegen";
import { parseModel } from "twinplug/dtdl";
import {
  chainedInterfaces,
  deviceInterfaces,
  jsonSchemaDocument,
  objectInterfaces,
  openApiDocument,
} from "./generator-inputs.mjs";

const [what, sizeText, module] = process.argv.slice(2);
const size = Number(sizeText);
const measurements = { devices, objects, jsonSchema, plainJsonSchema, openApi, growth, chain };
process.stdout.write(JSON.stringify(await measurements[what]()), () => process.exit(0));

/** From a Model to texts, and from DTDL to texts. */
async function devices() {
  const text = JSON.stringify(deviceInterfaces(size));
  const model = parseModel(text);
  return {
    generate: await warm(() => generate(model)),
    whole: await warm(() => generate(parseModel(text))),
  };
}

async function objects() {
  const text = JSON.stringify(objectInterfaces(size));
  return warm(() => generate(parseModel(text)));
}

async function jsonSchema() {
  return compileJsonSchema({});
}

/** Without its formatter, which takes most of its time. */
async function plainJsonSchema() {
  return compileJsonSchema({ format: false });
}

async function compileJsonSchema(options) {
  const { compile } = await import(module);
  const text = JSON.stringify(jsonSchemaDocument(size));
  return warm(() => compile(JSON.parse(text), "Everything", options));
}

async function openApi() {
  const { default: openapiTS, astToString } = await import(module);
  const text = JSON.stringify(openApiDocument(size));
  return warm(async () => astToString(await openapiTS(JSON.parse(text))));
}

/** Milliseconds for models of growing size. */
async function growth() {
  const rows = [];
  for (const count of [1000, 2000, 5000, 10_000, 20_000].filter((each) => each <= size)) {
    const model = parseModel(JSON.stringify(deviceInterfaces(count)));
    rows.push({
      size: count,
      ...(await warm(() => generate(model), Math.round(20_000 / count) + 3)),
    });
  }
  return rows;
}

/** Milliseconds for Interfaces each of which refers to the next. */
async function chain() {
  const model = parseModel(JSON.stringify(chainedInterfaces(size)));
  const { median } = await warm(() => generate(model), 1);
  return { median, files: generate(model).length };
}

/**
 * Milliseconds of that many runs, after as many to warm up as fit in two seconds: the median, and the best for a busy machine.
 * Garbage is collected whenever Node.js wants to: forced between runs it takes the compiler's knowledge of objects along.
 */
async function warm(work, runs = 15) {
  const times = [];
  const start = performance.now();
  while (times.length < runs) {
    const begin = performance.now();
    await work();
    const end = performance.now();
    if (begin - start > 2000) times.push(end - begin);
  }
  times.sort((a, b) => a - b);
  return { median: times[Math.floor(times.length / 2)], best: times[0] };
}
