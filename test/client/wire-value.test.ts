import { expect, test } from "vitest";
import { fromWire, toWire } from "../../src/client/wire-value.js";

const schema = { object: { at: "dateTime", counts: { map: { array: "long" } } } } as const;

test("writes dates as text and bigints as numbers, at any depth", () => {
  const value = { at: new Date(0), counts: { a: [1n, 2] }, left: undefined };
  expect(toWire(value, schema)).toEqual({
    value: { at: "1970-01-01T00:00:00.000Z", counts: { a: [1, 2] } },
    issues: [],
  });
  expect(toWire(value, schema, {}, "exact").value).toMatchObject({ counts: { a: [1n, 2] } });
});

test("names the place of an integer that cannot be carried", () => {
  expect(toWire({ counts: { "a/b": [2n ** 53n] } }, schema).issues).toMatchObject([
    { code: "unsafeInteger", path: "/counts/a~1b/0", got: "9007199254740992" },
  ]);
});

test("writes the integer zero without a sign, which an unsigned one does not have", () => {
  const levels = { map: { array: "unsignedByte" } } as const;
  expect(toWire({ a: [-0] }, levels, {}, "exact").value).toEqual({ a: [0] });
  expect(toWire(-0, "double", {}, "exact").value).toBe(-0);
});

test("reads longs as bigint through schemas that contain themselves", () => {
  const schemas = {
    node: { object: { size: "long", children: { array: { ref: "node" } } } },
  } as const;
  const value = { size: 1, children: [{ size: 2, children: [] }] };
  expect(fromWire(value, { ref: "node" }, schemas).value).toEqual({
    size: 1n,
    children: [{ size: 2n, children: [] }],
  });
});

test("keeps a map key called __proto__ as data", () => {
  const value = JSON.parse('{"__proto__": 5}');
  const read = fromWire(value, { map: "long" }).value;
  expect(Object.entries(read as object)).toEqual([["__proto__", 5n]]);
});
