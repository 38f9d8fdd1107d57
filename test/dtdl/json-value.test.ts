import fc from "fast-check";
import { expect, test } from "vitest";
import { sameJson, writeJson } from "../../src/dtdl/json-value.js";

test("a written value reads back as it was, on one line or on several", () => {
  fc.assert(
    fc.property(fc.jsonValue({ noUnicodeString: false }), fc.nat(8), (value, indent) => {
      const read: unknown = JSON.parse(writeJson(value, indent));
      expect(sameJson(read, value)).toBe(true);
      expect(read).toEqual(value);
    }),
  );
});

test("numbers are written exactly", () => {
  expect(writeJson([-0, 0.1, 5e-324, 1e21, 2n ** 64n, -12345678901234567890n])).toBe(
    "[-0,0.1,5e-324,1e+21,18446744073709551616,-12345678901234567890]",
  );
});

test("short lists of scalars stay on a line, others do not", () => {
  const words = Array.from({ length: 12 }, (_, at) => `word ${at}`);
  expect(
    writeJson({ short: [1, "two", null], long: words.slice(0, 9), deep: [[]], none: [] }, 1),
  ).toMatchInlineSnapshot(`
    "{
     "short": [1, "two", null],
     "long": [
      "word 0",
      "word 1",
      "word 2",
      "word 3",
      "word 4",
      "word 5",
      "word 6",
      "word 7",
      "word 8"
     ],
     "deep": [
      []
     ],
     "none": []
    }"
  `);
});

test("an object in a Map keeps the order of its members, whatever their names", () => {
  const members = new Map<string, unknown>([
    ["b", 1],
    ["2", new Map()],
    ["1", {}],
    ["__proto__", [[]]],
  ]);
  expect(writeJson(members)).toBe('{"b":1,"2":{},"1":{},"__proto__":[[]]}');
});

test("values differ by kind, by the order of items, and by members, not by the order of these", () => {
  const different = [null, false, 0, 1n, "", "0", [], {}, [0], [0, 1], [1, 0], { a: 0 }, { b: 0 }];
  for (const [at, a] of different.entries()) {
    for (const [other, b] of different.entries()) expect(sameJson(a, b)).toBe(at === other);
  }
  expect(sameJson({ a: 1, b: [{ c: 2, d: 3 }] }, { b: [{ d: 3, c: 2 }], a: 1 })).toBe(true);
  expect(sameJson(JSON.parse('{"__proto__":{}}'), { other: {} })).toBe(false);
});

test("values nested 100,000 levels deep are written and compared", () => {
  const nest = (inmost: unknown): unknown => {
    let value = inmost;
    for (let at = 0; at < 50_000; at++) value = [{ a: value }];
    return value;
  };
  expect(writeJson(nest(1))).toBe(`${'[{"a":'.repeat(50_000)}1${"}]".repeat(50_000)}`);
  expect(sameJson(nest(1), nest(1))).toBe(true);
  expect(sameJson(nest(1), nest(2))).toBe(false);
});
