import { expect, test } from "vitest";
import { readTape } from "../../src/dtdl/json-tape.js";
import { toPlain } from "../../src/dtdl/plain-value.js";

function plain(text: string): unknown {
  const result = readTape(text);
  return result.ok ? toPlain(result.tape, 0) : result.problem.message;
}

function problem(text: string): { message: string; marked: string } {
  const result = readTape(text);
  if (result.ok) throw new Error("expected a problem");
  const { message, start, end } = result.problem;
  return { message, marked: text.slice(start, end) };
}

test("JSON is read as JSON.parse reads it", () => {
  const text = '\uFEFF { "a" : [1, -2.5e3, "x\\u00e9\\n\\"", true, null, {}, []], "": "😀" } ';
  expect(plain(text)).toEqual(JSON.parse(text.slice(1)));
});

test("integers beyond 2^53 stay exact", () => {
  expect(plain("[9007199254740993, -9223372036854775808, 9007199254740991]")).toEqual([
    9007199254740993n,
    -9223372036854775808n,
    9007199254740991,
  ]);
});

test("decimals that a double would round keep their text", () => {
  expect(plain("[0.1, 1.2345678901234567891, 1e400]")).toEqual([
    0.1,
    "1.2345678901234567891",
    "1e400",
  ]);
});

test("a member named __proto__ is data like any other", () => {
  const value = plain('{"__proto__": {"polluted": true}}');
  expect(Object.keys(value as object)).toEqual(["__proto__"]);
  expect(({} as Record<string, unknown>).polluted).toBeUndefined();
});

test("numbers keep their exact text and every value its place", () => {
  const text = '{"n": 1.50, "m": []}';
  const result = readTape(text);
  if (!result.ok) throw new Error("expected values");
  const { tape } = result;
  const [number = 0, list = 0] = tape.items(0);
  expect([tape.kind(number), tape.raw(number)]).toEqual(["number", "1.50"]);
  expect(text.slice(tape.start(number - 1), tape.end(number - 1))).toBe('"n"');
  expect([tape.kind(list), tape.start(list), tape.end(list)]).toEqual(["array", 17, 19]);
});

test.each([
  ["[1, 2, ]", "a comma stands before `]`", ","],
  ['{"a": 1,}', "a comma stands before `}`", ","],
  ['{"a": "b\n}', "a string is not closed", '"b'],
  ['{"a": 01}', "expected a value, found `01`", "01"],
  ['{"a": NaN}', "expected a value, found `NaN`", "NaN"],
  ["{'a': 1}", "expected a member name in double quotes, found `'a'`", "'a'"],
  ['{"a" 1}', 'expected `:` behind the name "a", found `1`', "1"],
  ['{"a": [1, 2', "the array is not closed", "["],
  ['{"a": "\\q"}', "`\\q` is no escape of JSON", "\\q"],
  ["{} {}", "`{` follows the end of the JSON value", "{"],
])("%s is refused with the place at fault", (text, message, marked) => {
  expect(problem(text)).toEqual({ message, marked });
});

test("empty text is refused", () => {
  expect(problem(" \n").message).toBe("the text is empty");
});

test("text nested a million levels deep is refused, without running out of stack", () => {
  expect(problem("[".repeat(1_000_000)).message).toContain("levels deep");
});
