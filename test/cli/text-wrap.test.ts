import { expect, test } from "vitest";
import { wrapJson, wrapWords } from "../../src/cli/text-wrap.js";

test("text is broken at blanks before it gets too wide", () => {
  expect(wrapWords("one two three four", 9)).toEqual(["one two", "three", "four"]);
});

test("a word that is wider than a line stays whole", () => {
  expect(wrapWords("see dtmi:com:example:Kettle;1 there", 10)).toEqual([
    "see",
    "dtmi:com:example:Kettle;1",
    "there",
  ]);
});

test("JSON that fits stays on its line", () => {
  expect(wrapJson(`{ "a": [ 1, 2 ] }`, 40)).toEqual([`{ "a": [ 1, 2 ] }`]);
});

test("wide JSON gets a line for each member, and inner values that fit stay whole", () => {
  expect(
    wrapJson(`{ "name": "kettle", "list": [ 1, 2 ], "more": { "x": "longer than a line" } }`, 24),
  ).toEqual([
    "{",
    `  "name": "kettle",`,
    `  "list": [ 1, 2 ],`,
    `  "more": {`,
    `    "x": "longer than a line"`,
    "  }",
    "}",
  ]);
});

test("brackets, commas and quotes in strings are text", () => {
  const text = String.raw`{ "a": "x, {y] \" ,", "b": "\\", "c": 1 }`;
  expect(wrapJson(text, 10)).toEqual([
    "{",
    String.raw`  "a": "x, {y] \" ,",`,
    String.raw`  "b": "\\",`,
    `  "c": 1`,
    "}",
  ]);
});

test("members without braces around them are spread too", () => {
  expect(wrapJson(`"a": "first", "b": { "c": "second" }`, 20)).toEqual([
    `"a": "first",`,
    `"b": {`,
    `  "c": "second"`,
    "}",
  ]);
});

test("what is wrong in the text stays", () => {
  const text = `{ "a": 1, "a": 1e999, "empty": {}, 'b': {} }`;
  expect(wrapJson(text, 10).join(" ").replace(/\s+/g, " ")).toBe(text);
});
