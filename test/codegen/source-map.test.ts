import fc from "fast-check";
import { expect, test } from "vitest";
import { type Mapping, sourceMapText } from "../../src/codegen/source-map.js";
import { vlq } from "../../src/codegen/source-map-vlq.js";
import { readMappings } from "./read-source-map.js";

test.each([
  [0, "A"],
  [1, "C"],
  [-1, "D"],
  [15, "e"],
  [16, "gB"],
  [-16, "hB"],
  [511, "+f"],
  [2 ** 31 - 1, "+/////D"],
])("the number %i is written as %s", (number, text) => {
  expect(vlq(number)).toBe(text);
});

test("a map lists its sources in the order of the generated text and places by differences", () => {
  const text = sourceMapText("thermostat-1.d.json.ts", [
    { generated: { line: 2, column: 9 }, source: "b.json", original: { line: 4, column: 3 } },
    { generated: { line: 0, column: 0 }, source: "a.json", original: { line: 1, column: 2 } },
    { generated: { line: 2, column: 4 }, source: "a.json", original: { line: 1, column: 2 } },
  ]);
  expect(text).toBe(
    '{"version":3,"file":"thermostat-1.d.json.ts","sources":["a.json","b.json"],"names":[],"mappings":"AACE;;IAAA,KCGC"}\n',
  );
});

test("a map without mappings is a map", () => {
  expect(JSON.parse(sourceMapText("x.d.ts", []))).toMatchObject({ sources: [], mappings: "" });
});

test("what is written can be read back, whatever the order", () => {
  const place = fc.record({ line: fc.nat(200), column: fc.nat(5000) });
  const mapping = fc.record({
    generated: place,
    source: fc.constantFrom("a.json", "../b c.json", "dtmi/c#1.json"),
    original: place,
  });
  const key = ({ generated }: Mapping): string => `${generated.line}:${generated.column}`;
  fc.assert(
    fc.property(fc.uniqueArray(mapping, { selector: key, maxLength: 40 }), (mappings) => {
      const sorted = mappings.toSorted(
        (a, b) => a.generated.line - b.generated.line || a.generated.column - b.generated.column,
      );
      expect(readMappings(sourceMapText("x.d.ts", mappings))).toEqual(sorted);
    }),
  );
});
