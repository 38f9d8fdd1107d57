import fc from "fast-check";
import { expect, test } from "vitest";
import { createValidator } from "../../src/validate/validator.js";

const tree = createValidator(
  { ref: "tree" },
  { tree: { object: { children: { array: { ref: "tree" } }, by: { map: { ref: "tree" } } } } },
);

const cycle: Record<string, unknown> = {};
cycle.children = [cycle];

let deep: Record<string, unknown> = {};
for (let level = 0; level < 100_000; level++) deep = { children: [deep] };

const throwing = (): never => {
  throw new Error("no");
};

test.each<[string, unknown, string, string]>([
  ["an object that contains itself", cycle, "/children/0", "an object that contains itself"],
  [
    "a getter that throws",
    Object.defineProperty({}, "children", { enumerable: true, get: throwing }),
    "",
    "an object that cannot be read: looking at it fails",
  ],
  [
    "a proxy that throws",
    new Proxy({}, { ownKeys: throwing }),
    "",
    "an object that cannot be read: looking at it fails",
  ],
  ["a revoked proxy", revoked(), "", "an object that cannot be read: looking at it fails"],
  [
    "a tag that throws",
    {
      get [Symbol.toStringTag]() {
        return throwing();
      },
    },
    "",
    "an object that cannot be read: looking at it fails",
  ],
  ["an undefined member", { children: undefined }, "/children", "undefined"],
  ["a hole in an array", { children: new Array(1) }, "/children/0", "undefined"],
  ["a Date", { children: new Date(0) }, "/children", "a Date object"],
  ["a Map", new Map(), "", "a Map object"],
  ["a function", () => 1, "", "a function"],
  ["a symbol", Symbol("x"), "", "a symbol"],
])("answers with an issue to %s", (_, value, path, got) => {
  expect(tree.validate(value)).toContainEqual(expect.objectContaining({ code: "json", path, got }));
});

function revoked(): unknown {
  const { proxy, revoke } = Proxy.revocable({}, {});
  revoke();
  return proxy;
}

test("answers with an issue to nesting without end", () => {
  expect(tree.validate(deep)).toEqual([
    expect.objectContaining({ code: "json", got: "more than 500 levels of nesting" }),
  ]);
});

test("answers quickly to an enormous empty array", () => {
  expect(createValidator({ array: "double" }).validate(new Array(2 ** 32 - 1)).length).toBe(100);
});

test("answers to a revoked array proxy", () => {
  const { proxy, revoke } = Proxy.revocable([], {});
  revoke();
  expect(createValidator({ array: "double" }).validate(proxy)).toHaveLength(1);
});

test("sees __proto__ as an ordinary member", () => {
  const value = JSON.parse('{"__proto__":{"x":1}}');
  expect(createValidator({ map: { map: "double" } }).validate(value)).toEqual([]);
  expect(createValidator({ object: { x: "double" } }).validate(value)).toEqual([
    expect.objectContaining({ code: "additionalProperties", path: "/__proto__" }),
  ]);
});

test("does not take inherited members for fields", () => {
  const fields = { constructor: "double", toString: "string" } as const;
  const validator = createValidator({ object: fields });
  expect(validator.validate({})).toEqual([]);
  expect(validator.validate({ constructor: 1, toString: "x" })).toEqual([]);
  expect(validator.validate({ constructor: "1" })).toHaveLength(1);
  expect(createValidator({ object: {} }).validate({ constructor: 1 })).toHaveLength(1);
});

test("finds no fault in bigints as such", () => {
  expect(createValidator({ map: "long" }).validate({ a: 2n ** 60n })).toEqual([]);
  expect(createValidator({ map: "string" }).validate({ a: 1n })).toHaveLength(1);
  expect(createValidator({ enum: [1] }).validate(1n)).toHaveLength(1);
});

test("never throws, whatever the value", () => {
  const validators = [
    tree,
    createValidator("string"),
    createValidator({ map: { array: { enum: ["a", 1] } } }),
    createValidator({ object: { a: "double", b: { map: "long" } } }),
  ];
  fc.assert(
    fc.property(
      fc.anything({
        withBigInt: true,
        withDate: true,
        withMap: true,
        withNullPrototype: true,
        withSparseArray: true,
        withTypedArray: true,
      }),
      (value) => {
        for (const validator of validators) {
          for (const issue of validator.validate(value)) expect(issue.message).toContain("found");
        }
      },
    ),
  );
});
