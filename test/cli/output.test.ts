import { expect, test } from "vitest";
import { jsonText, withoutControls } from "../../src/cli/output.js";
import { alignColumns } from "../../src/cli/text-table.js";
import { parseValueText } from "../../src/cli/value-text.js";

test.each([
  [{}, "{}"],
  [[], "[]"],
  [
    { a: [1, { b: 'x,{y}:"z\\' }], c: {} },
    JSON.stringify({ a: [1, { b: 'x,{y}:"z\\' }], c: {} }, null, 2),
  ],
])("indents %j as JSON.stringify does", (value, text) => {
  expect(jsonText(value, 2)).toBe(text);
});

test("prints a bigint with all its digits", () => {
  expect(jsonText({ total: 9007199254740993n }, 2)).toBe('{\n  "total": 9007199254740993\n}');
});

test("pads columns and cuts trailing blanks", () => {
  expect(
    alignColumns([
      ["a", "long", ""],
      ["abc", "b", "c"],
    ]),
  ).toEqual(["a    long", "abc  b     c"]);
});

test.each([
  ["21.5", "double", 21.5],
  ["9007199254740993", "long", 9007199254740993n],
  ["42", "string", "42"],
  ['"42"', "string", "42"],
  ["2026-11-20", "date", "2026-11-20"],
  ["warm", "double", "warm"],
  ["on", { enum: ["on", "off"] }, "on"],
  ['{"a":1}', { object: { a: "integer" } }, { a: 1 }],
] as const)("reads %s for %j", (text, schema, value) => {
  expect(parseValueText(text, schema)).toEqual(value);
});

test("a text cannot steer the terminal", () => {
  expect(withoutControls("\u001b[31mred\u001b[0m\n\u009b1m")).toBe(
    "\\u001b[31mred\\u001b[0m\n\\u009b1m",
  );
});
