import fc from "fast-check";
import { expect, test } from "vitest";
import { exactJson, parseExactJson } from "../../src/convention/json-text.js";

const jsonWithBigints = fc.letrec((tie) => ({
  value: fc.oneof(
    { maxDepth: 4 },
    fc.oneof(
      fc.string(),
      fc.boolean(),
      fc.constant(null),
      fc.integer(),
      fc.double({ noNaN: true, noDefaultInfinity: true }),
      fc.bigInt({ min: 2n ** 53n, max: 2n ** 70n }),
      fc.bigInt({ min: -(2n ** 70n), max: -(2n ** 53n) }),
    ),
    fc.array(tie("value")),
    fc.dictionary(fc.oneof(fc.string(), fc.constant("__proto__")), tie("value"), {
      noNullPrototype: true,
    }),
  ),
})).value;

test("gives back any data, bigints and doubles apart", () => {
  fc.assert(
    fc.property(jsonWithBigints, (value) => {
      expect(parseExactJson(exactJson(value))).toStrictEqual(value);
    }),
  );
});

test("reads what JSON.stringify wrote as JSON.parse does", () => {
  fc.assert(
    fc.property(fc.jsonValue(), fc.constantFrom(undefined, 2), (value, indent) => {
      // The last member forces the careful way for all the others.
      const text = JSON.stringify({ value, x: "1234567890123456789" }, undefined, indent);
      const same = (found: unknown): unknown => (typeof found === "bigint" ? Number(found) : found);
      const read = parseExactJson(text);
      expect(JSON.parse(JSON.stringify(read, (_, found) => same(found)))).toEqual(JSON.parse(text));
    }),
  );
});

test("writes what JSON.stringify writes where that is exact", () => {
  for (const value of [{}, [], '\u2028"\\', 1.5, 1e-7, { a: [null, true, { b: "ü\ud800" }] }]) {
    expect(exactJson(value)).toBe(JSON.stringify(value));
  }
});

test("keeps the sign of zero, and an exponent where digits would claim precision", () => {
  expect(exactJson([-0, 1e20, 2 ** 53])).toBe("[-0,1e+20,9.007199254740992e+15]");
});

test("reads only integers in digits as bigint", () => {
  expect(parseExactJson("[9007199254740991,9007199254740992,9007199254740992.0,1e20]")).toEqual([
    9007199254740991,
    9007199254740992n,
    9007199254740992,
    1e20,
  ]);
});

test("takes __proto__ for an ordinary member", () => {
  const read = parseExactJson('{"__proto__":{"x":9007199254740993}}') as object;
  expect(Object.keys(read)).toEqual(["__proto__"]);
  expect(Object.getPrototypeOf(read)).toBe(Object.prototype);
});

test("reads deep nesting without running out of stack", () => {
  const depth = 100_000;
  const text = `${"[".repeat(depth)}12345678901234567890${"]".repeat(depth)}`;
  let inner = parseExactJson(text);
  for (let level = 0; level < depth; level++) inner = (inner as unknown[])[0];
  expect(inner).toBe(12345678901234567890n);
});

const cycle: Record<string, unknown> = {};
cycle.self = [cycle];

test.each([
  [{ a: [1, Number.NaN] }, "/a/1", "NaN"],
  [{ "a/b": Number.POSITIVE_INFINITY }, "/a~1b", "Infinity"],
  [{ a: undefined }, "/a", "undefined"],
  [[() => 1], "/0", "a function"],
  [Symbol("s"), "", "a symbol"],
  [cycle, "/self/0", "an object that contains itself"],
  [{ at: new Date(0) }, "/at", "a Date object"],
  [new Map(), "", "a Map object"],
])("refuses %o at %j", (value, path, got) => {
  expect(() => exactJson(value)).toThrowError(
    expect.objectContaining({
      code: "PNP_PAYLOAD_INVALID",
      issues: [expect.objectContaining({ path, got })],
    }),
  );
});

test("writes one object twice where it does not contain itself", () => {
  const shared = { a: 1 };
  expect(exactJson([shared, shared])).toBe('[{"a":1},{"a":1}]');
});

test.each(["", "{", "{a:1}", "[1,]", "NaN", "01234567890123456789"])("refuses %j", (text) => {
  expect(() => parseExactJson(text)).toThrowError(
    expect.objectContaining({ code: "PNP_PAYLOAD_INVALID" }),
  );
});

test("lets the caller read the texts of numbers", () => {
  const text = '{"a":[1.0,-2e2,3],"4":"5","b":true}';
  expect(parseExactJson(text, (literal) => `<${literal}>`)).toEqual({
    a: ["<1.0>", "<-2e2>", "<3>"],
    "4": "5",
    b: true,
  });
});

test("reads long strings full of escapes", () => {
  const value = { text: 'ab\\"\n'.repeat(300_000), n: 2n ** 64n };
  expect(parseExactJson(exactJson(value))).toEqual(value);
});
