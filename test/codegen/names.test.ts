import { expect, test } from "vitest";
import { filePaths, importPath } from "../../src/codegen/file-path.js";
import {
  checkedName,
  memberName,
  NameScope,
  parameterName,
  propertyKey,
  typeName,
} from "../../src/codegen/identifier.js";
import { isPnpError } from "../../src/errors.js";

function refusal(action: () => unknown): unknown {
  try {
    return action();
  } catch (error) {
    return isPnpError(error, "PNP_DTDL_INVALID") ? "refused" : error;
  }
}

test.each([
  ["dtmi:com:example:Thermostat;1", "com/example/thermostat-1.ts"],
  ["dtmi:com:example:Thermostat;1.2", "com/example/thermostat-1.2.ts"],
  ["dtmi:com:example:Thermostat", "com/example/thermostat.ts"],
])("%s is generated as %s", (dtmi, path) => {
  expect(filePaths([dtmi]).get(dtmi)).toBe(path);
});

test("identifiers that differ in case only get files of their own, in whatever order they come", () => {
  const twins = ["dtmi:com:example:thermostat;1", "dtmi:com:example:Thermostat;1"];
  const paths = filePaths(twins);
  expect([...filePaths(twins.toReversed())]).toEqual([...paths]);
  expect(paths.get("dtmi:com:example:Thermostat;1")).toBe("com/example/thermostat-1.ts");
  expect(paths.get("dtmi:com:example:thermostat;1")).toMatch(
    /^com\/example\/thermostat-1-x[0-9a-f]{8}\.ts$/,
  );
});

test("twins with the same hash get files of their own all the same", () => {
  const labels = ["ABCDEFGHIJKLMNOPQRSTU", "aBcdeFghijklMnOpqrstu", "abcdEfghIJkLmNoPqrstu"];
  const paths = filePaths(labels.map((label) => `dtmi:x:${label};1`));
  expect(new Set(paths.values()).size).toBe(labels.length);
});

test("names that Windows keeps for devices do not become files or folders", () => {
  const [path] = filePaths(["dtmi:aux:Com1:CON"]).values();
  expect(path).toMatch(/^aux-x[0-9a-f]{8}\/com1-x[0-9a-f]{8}\/con-x[0-9a-f]{8}\.ts$/);
});

test.each([
  "../../etc/passwd",
  "dtmi:com:..:x;1",
  "dtmi:com:a/b;1",
  "dtmi:com:a\\b;1",
  "dtmi:com:_a;1",
  "dtmi:com:a;1#b",
  "dtmi:com:a;1\n",
  "",
])("%j never becomes a path", (dtmi) => {
  expect(refusal(() => filePaths([dtmi]))).toBe("refused");
});

test.each([
  ["com/example/a-1.ts", "com/example/b-1.ts", "./b-1.js"],
  ["com/example/a-1.ts", "com/example/a/inner-1.ts", "./a/inner-1.js"],
  ["com/example/a-1.ts", "azure/b-1.ts", "../../azure/b-1.js"],
  ["a-1.ts", "com/b-1.2.ts", "./com/b-1.2.js"],
])("%s imports %s as %s", (from, to, path) => {
  expect(importPath(from, to, ".js")).toBe(path);
});

test.each([
  ["dtmi:com:example:Thermostat;1", "Thermostat"],
  ["dtmi:com:example:foo_bar;1.2", "FooBar"],
  ["dtmi:com:example:x", "X"],
])("the type of %s is %s", (dtmi, name) => {
  expect(typeName(dtmi)).toBe(name);
});

test("members that the language acts upon get a dollar sign", () => {
  const names = ["then", "toJSON", "constructor", "toString", "toLocaleString", "valueOf"];
  const more = ["hasOwnProperty", "isPrototypeOf", "propertyIsEnumerable"];
  for (const name of [...names, ...more]) expect(memberName(name)).toBe(`${name}$`);
  for (const name of ["get", "name", "length"]) expect(memberName(name)).toBe(name);
});

test("parameters named like reserved words get a dollar sign", () => {
  expect(["in", "switch", "null", "arguments", "eval", "delay"].map(parameterName)).toEqual([
    "in$",
    "switch$",
    "null$",
    "arguments$",
    "eval$",
    "delay",
  ]);
});

test.each(["__proto__", "a-b", "1a", "a_", "a$", "", "a\n", "ä", "a]: 1"])(
  "%j is no name and is refused",
  (name) => {
    expect(refusal(() => checkedName(name))).toBe("refused");
  },
);

test("a key that would set the prototype is computed, and one that is no name is quoted", () => {
  expect(propertyKey("__proto__")).toBe('["__proto__"]');
  expect(propertyKey("dtmi:a:b;1")).toBe('"dtmi:a:b;1"');
  expect(propertyKey("constructor")).toBe("constructor");
});

test("thousands of equal names are numbered in no time", () => {
  const scope = new NameScope();
  const names = Array.from({ length: 50_000 }, () => scope.take("Mode"));
  expect(names.at(-1)).toBe("Mode_50000");
});

test("a name that is taken is numbered", () => {
  const scope = new NameScope();
  expect(["A", "A", "A_2", "A"].map((name) => scope.take(name))).toEqual([
    "A",
    "A_2",
    "A_2_2",
    "A_3",
  ]);
});
