import { afterEach, beforeEach, expect, test } from "vitest";
import { GenerateFolder } from "./generate-folder.js";

const controller = "com/example/temperaturecontroller-1.ts";
const allowing = { compilerOptions: { allowImportingTsExtensions: true, noEmit: true } };
const rewriting = { compilerOptions: { rewriteRelativeImportExtensions: true } };

let folder: GenerateFolder;
beforeEach(() => {
  folder = new GenerateFolder();
});
afterEach(() => folder.dispose());

/** How the controller's file imports the thermostat's, and what was said meanwhile. */
async function importOf(out = "src/gen", ...args: readonly string[]): Promise<[string, string]> {
  const { exitCode, stderr } = await folder.generate("models", "--out", out, ...args);
  expect(exitCode).toBe(0);
  const path = /from "\.\/(thermostat-1[^"]*)"/.exec(folder.read(`${out}/${controller}`))?.[1];
  return [path ?? "", stderr];
}

function config(path: string, value: object): void {
  folder.write(path, JSON.stringify(value));
}

test("imports end in .js where no tsconfig.json says otherwise", async () => {
  expect(await importOf()).toEqual(["thermostat-1.js", ""]);
  config("tsconfig.json", { compilerOptions: { strict: true } });
  expect(await importOf()).toEqual(["thermostat-1.js", ""]);
});

test.each([
  ["allowImportingTsExtensions", allowing],
  ["rewriteRelativeImportExtensions", rewriting],
])("imports end in .ts where the nearest tsconfig.json sets %s", async (_name, value) => {
  config("tsconfig.json", value);
  expect(await importOf()).toEqual(["thermostat-1.ts", ""]);
});

test("the nearest tsconfig.json counts, not one above it", async () => {
  config("tsconfig.json", rewriting);
  config("src/tsconfig.json", {});
  expect(await importOf()).toEqual(["thermostat-1.js", ""]);
});

test("comments, commas behind the last entry and a byte order mark are read", async () => {
  folder.write(
    "tsconfig.json",
    `\uFEFF{
      // "allowImportingTsExtensions": false,
      "compilerOptions": {
        "paths": { "a//b": ["/* no comment */ , ]"], }, /* one
        of two lines */
        "allowImportingTsExtensions": true,
      },
    }`,
  );
  expect(await importOf()).toEqual(["thermostat-1.ts", ""]);
});

test.each(["./base.json", "./base", "../repo/base.json", ["./other.json", "./base.json"]])(
  "what %j extends counts too",
  async (name) => {
    config("repo/base.json", rewriting);
    config("repo/other.json", { compilerOptions: { rewriteRelativeImportExtensions: false } });
    config("repo/tsconfig.json", { extends: name });
    expect(await importOf("repo/gen")).toEqual(["thermostat-1.ts", ""]);
  },
);

test("the file's own setting comes before the extended ones, and later ones before earlier", async () => {
  config("base.json", rewriting);
  config("off.json", { compilerOptions: { rewriteRelativeImportExtensions: false } });
  config("tsconfig.json", { extends: ["./base.json", "./off.json"] });
  expect(await importOf("one")).toEqual(["thermostat-1.js", ""]);
  config("tsconfig.json", {
    extends: "./base.json",
    compilerOptions: { rewriteRelativeImportExtensions: false },
  });
  expect(await importOf("two")).toEqual(["thermostat-1.js", ""]);
});

test.each(["@org/tsconfig", "@org/tsconfig/node.json", "@org/tsconfig/node"])(
  "%s is found among the installed packages",
  async (name) => {
    folder.write("node_modules/@org/tsconfig/package.json", '{ "name": "@org/tsconfig" }');
    config("node_modules/@org/tsconfig/tsconfig.json", rewriting);
    config("node_modules/@org/tsconfig/node.json", rewriting);
    config("tsconfig.json", { extends: name });
    expect(await importOf()).toEqual(["thermostat-1.ts", ""]);
  },
);

test("where tsconfig.json only lists others, the one that includes the folder counts", async () => {
  config("tsconfig.json", {
    files: [],
    references: [{ path: "./tsconfig.node.json" }, { path: "./tsconfig.app.json" }],
  });
  config("tsconfig.node.json", { include: ["vite.config.ts"] });
  config("tsconfig.app.json", { ...allowing, include: ["src/**/*.ts"] });
  expect(await importOf("src/gen")).toEqual(["thermostat-1.ts", ""]);
  expect(await importOf("lib/gen")).toEqual(["thermostat-1.js", ""]);
});

test("circles of extended files end", async () => {
  config("tsconfig.json", { extends: "./other.json" });
  config("other.json", { extends: "./tsconfig.json", ...rewriting });
  expect(await importOf()).toEqual(["thermostat-1.ts", ""]);
});

test("what cannot be read is told, and imports end in .js", async () => {
  folder.write("tsconfig.json", "{ compilerOptions }");
  expect(await importOf("one")).toEqual([
    "thermostat-1.js",
    expect.stringMatching(/^warning: .*tsconfig\.json cannot be read: /),
  ]);
  config("tsconfig.json", { extends: "nowhere/tsconfig.json", ...rewriting });
  expect(await importOf("two")).toEqual([
    "thermostat-1.ts",
    expect.stringContaining('extends "nowhere/tsconfig.json", which is not found'),
  ]);
});

test("the command line comes before tsconfig.json", async () => {
  config("tsconfig.json", rewriting);
  expect(await importOf("one", "--import-extension", ".js")).toEqual(["thermostat-1.js", ""]);
  expect(await importOf("two", "--import-extension", "none")).toEqual(["thermostat-1", ""]);
});
