import { expect, test } from "vitest";
import { generate } from "../../src/codegen/index.js";
import type { Model } from "../../src/dtdl/model.js";
import { parseModel } from "../../src/dtdl/parse.js";

const context = "dtmi:dtdl:context;4";

/** Interfaces each of which refers to the next one. */
function chain(length: number): Model {
  const links = Array.from({ length }, (_, at) => ({
    "@context": context,
    "@id": `dtmi:x:L${at};1`,
    "@type": "Interface",
    contents: [{ "@type": "Relationship", name: "next", target: `dtmi:x:L${(at + 1) % length};1` }],
  }));
  return parseModel(links.map((link) => JSON.stringify(link)));
}

/** One Interface with a circle of schemas: each an Object that holds the next one. */
function circle(length: number): Model {
  const id = (at: number): string => `dtmi:x:S:s${at % length};1`;
  const schemas = Array.from({ length }, (_, at) => ({
    "@id": id(at),
    "@type": "Object",
    fields: [{ name: "n", schema: id(at + 1) }],
  }));
  const contents = [{ "@type": "Property", name: "p", schema: id(0), writable: true }];
  return parseModel(
    JSON.stringify({
      "@context": context,
      "@id": "dtmi:x:S;1",
      "@type": "Interface",
      schemas,
      contents,
    }),
  );
}

function size(model: Model): number {
  return generate(model).reduce((sum, { text }) => sum + text.length, 0);
}

test("a chain of references is as long as it likes", () => {
  const length = 2_000 + 20 * Number(process.env.TWINPLUG_TEST_RUNS ?? 0);
  expect(generate(chain(length))).toHaveLength(length);
});

test("a circle of schemas as long as a text allows grows the output in proportion", () => {
  const [short, long] = [circle(400), circle(4_000)].map(size) as [number, number];
  expect(long / short).toBeLessThan(12);
});

test("Objects that use each other twice do not double the output with each level", () => {
  const fields = (level: number): object => ({
    "@type": "Object",
    "@id": `dtmi:x:T:t${level};1`,
    fields: ["a", "b", "c"].map((name) => ({
      name,
      schema: level === 0 ? "double" : `dtmi:x:T:t${level - 1};1`,
    })),
  });
  const schemas = Array.from({ length: 8 }, (_, level) => fields(level));
  const contents = [{ "@type": "Telemetry", name: "t", schema: "dtmi:x:T:t7;1" }];
  const iface = {
    "@context": context,
    "@id": "dtmi:x:T;1",
    "@type": "Interface",
    schemas,
    contents,
  };
  expect(size(parseModel(JSON.stringify(iface)))).toBeLessThan(15_000);
});
