import { runInNewContext } from "node:vm";
import fc from "fast-check";
import { expect, test } from "vitest";
import type { InterfaceSchema } from "../../src/schema/interface-schema.js";
import { createRandom } from "../../src/simulator/random.js";
import { checksByPayload, type PayloadChecks } from "../../src/validate/payload-checks.js";
import { primitiveChecks } from "../../src/validate/primitive-checks.js";
import { valueMismatch } from "../../src/validate/primitive-rule.js";
import { createCheckedValidators, createValidator } from "../../src/validate/validator.js";
import { instanceOf, mutated, primitiveCodes } from "./payload-values.js";

/** The tables of an Interface and its checks as a generated file has them. */
const report = { object: { max: "double", at: "dateTime", toJSON: "string" } } as const;
const labels = { map: "string" } as const;
const tree = { ref: "dtmi:com:example:Tree;1" } as const;
const tables: InterfaceSchema = {
  telemetry: { report: { schema: report }, labels: { schema: labels }, tree: { schema: tree } },
  schemas: { [tree.ref]: { object: { children: { array: tree } } } },
};
const checks: PayloadChecks = ({ array, dateTime, double, map, object, string }, check) => [
  object((name, value) => {
    switch (name) {
      case "max":
        return double(value);
      case "at":
        return dateTime(value);
      case "toJSON":
        return string(value);
      default:
        return false;
    }
  }),
  map(string),
  (value) => check(3, value),
  object((name, value) => name === "children" && check(4, value)),
  array((value) => check(3, value)),
];
const validatorOf = createCheckedValidators(tables, checks);

const both = (schema: typeof report | typeof labels | typeof tree, value: unknown) => [
  validatorOf(schema).validate(value),
  createValidator(schema, tables.schemas).validate(value),
];

class Reading {
  max = 1;
}

const cycle: Record<string, unknown> = {};
cycle.children = [cycle];

const unusual: Readonly<Record<string, () => unknown>> = {
  "a Date": () => new Date(0),
  "a Map": () => new Map([["max", 1]]),
  "an instance of a class": () => new Reading(),
  "a regular expression": () => /x/,
  "an Error": () => new Error("no"),
  "an object without prototype": () => Object.assign(Object.create(null), { max: 1 }),
  "an object of another realm": () => runInNewContext("({ max: 1 })"),
  "an object that inherits a member": () => Object.create({ max: "no number" }),
  "an object with a tag": () => ({ [Symbol.toStringTag]: "Report", max: 1 }),
  "an object that hides how it is printed": () =>
    Object.defineProperty({ max: 1 }, "toJSON", { value: () => "other" }),
  "a member that is text where JSON.stringify looks for a function": () => ({ toJSON: "text" }),
  "a getter": () => ({
    get max() {
      return 1;
    },
  }),
  "a getter that throws": () => ({
    get max(): never {
      throw new Error("no");
    },
  }),
  "a proxy that throws": () =>
    new Proxy(
      {},
      {
        getPrototypeOf() {
          throw new Error("no");
        },
      },
    ),
  "an object that contains itself": () => cycle,
  "a member that is undefined": () => ({ max: undefined }),
  "a symbol as a name": () => ({ [Symbol("x")]: 1, max: 1 }),
  "a member called __proto__": () => JSON.parse('{"__proto__":"x"}'),
  "an array with a hole": () => ({ children: new Array(2) }),
  "a number that is none": () => ({ max: Number.NaN }),
  undefined: () => undefined,
  "a function": () => () => true,
};

test.each(Object.keys(unusual))("brought checks say of %s what ajv's say", (name) => {
  for (const schema of [report, labels, tree]) {
    const [brought, compiled] = both(schema, unusual[name]?.());
    expect(brought).toEqual(compiled);
  }
});

test("brought checks look as deep into a value as ajv's, and no deeper", () => {
  for (const levels of [1, 20, 30, 249, 250, 251, 5000]) {
    const value = JSON.parse(`${'{"children":['.repeat(levels)}${"]}".repeat(levels)}`);
    const [brought, compiled] = both(tree, value);
    expect([levels, brought]).toEqual([levels, compiled]);
  }
});

test("a check that fails half-way does not spoil the next one", () => {
  const deep = JSON.parse(`${'{"children":['.repeat(10)}${"]}".repeat(10)}`);
  let inner = deep;
  while (inner.children[0]) inner = inner.children[0];
  inner.children = new Proxy([], {
    get() {
      throw new Error("no");
    },
  });
  for (let round = 0; round < 50; round++) expect(validatorOf(tree).validate(deep)).toHaveLength(1);
  const check = checksByPayload(tables, checks).get(tree);
  for (let round = 0; round < 50; round++) expect(() => check?.(deep)).toThrow("no");
  expect(check?.({ children: [{}] })).toBe(true);
});

test("gives the same validator for the same schema, and one by ajv where there is no check", () => {
  expect(validatorOf(report)).toBe(validatorOf(report));
  expect(validatorOf("double").validate("x")).toEqual(createValidator("double").validate("x"));
  const other = { array: "double" } as const;
  expect(validatorOf(other).validate(["x"])).toEqual(createValidator(other).validate(["x"]));
});

test("keeps to Standard Schema", () => {
  const { validate } = validatorOf(report)["~standard"];
  expect(validate({ max: 1 })).toEqual({ value: { max: 1 } });
  expect(validate({ max: "x" })).toMatchObject({ issues: [{ path: ["max"] }] });
});

test("the quick check of a primitive has the verdict of the one that gives reasons", () => {
  const random = createRandom("primitives");
  const scalars = fc.oneof(
    fc.double(),
    fc.integer(),
    fc.maxSafeInteger(),
    fc.float(),
    fc.bigInt(),
    fc.bigInt({ min: -(2n ** 64n), max: 2n ** 65n }),
    fc.string(),
    fc.date({ noInvalidDate: true }).map((date) => date.toISOString()),
    fc.constantFrom(null, undefined, true, -0, 2 ** 53, 2n ** 1024n, 2n ** 1024n - 2n ** 970n - 1n),
    fc.constantFrom<unknown>({}, [], 2 ** 128, 2 ** 128 - 2 ** 103, 2n ** 128n - 2n ** 103n),
  );
  for (const code of primitiveCodes) {
    const agrees = (value: unknown): void => {
      const fits = valueMismatch(code, value) === undefined;
      expect([code, value, primitiveChecks[code](value)]).toEqual([code, value, fits]);
    };
    fc.assert(fc.property(scalars, agrees));
    for (let round = 0; round < 100; round++) {
      const instance = instanceOf(code, {}, random, 1);
      agrees(instance);
      agrees(mutated(instance, random));
    }
  }
});
