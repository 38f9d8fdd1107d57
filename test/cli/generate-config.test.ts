import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { defineConfig, type GeneratePlugin, type PnpConfig } from "twinplug/codegen";
import { afterEach, beforeEach, expect, expectTypeOf, test } from "vitest";
import { GenerateFolder, statuses, telemetryModel } from "./generate-folder.js";

const program = fileURLToPath(new URL("../../dist/cli/main.js", import.meta.url));
const thermostat = "com/example/thermostat-1.ts";

let folder: GenerateFolder;
beforeEach(() => {
  folder = new GenerateFolder();
});
afterEach(() => folder.dispose());

/** Each test has a folder, and so a configuration file, of its own: modules are loaded once. */
function configure(generate: string, name = "pnp.config.mjs"): void {
  folder.write(name, `export default { generate: ${generate} };\n`);
}

test("a configuration says what to generate from, and where to", async () => {
  configure('{ out: "gen", models: ["tank.json", "models/dtmi/azure"], enums: "union" }');
  folder.write("tank.json", telemetryModel("dtmi:org:Tank;1"));
  const run = await folder.generate();
  expect(run.stderr).toBe("");
  expect(Object.keys(statuses(run))).toEqual([
    "azure/devicemanagement/deviceinformation-1.ts",
    "org/tank-1.ts",
  ]);
});

test("flags and names on the command line come before the configuration", async () => {
  configure('{ out: "gen", models: "models/dtmi/azure", typesOnly: true }');
  await folder.generate("models/dtmi/com/example/thermostat-1.json", "--out", "other");
  expect(folder.files("other")).toEqual([".twinplug-manifest", thermostat]);
  expect(folder.read(`other/${thermostat}`)).not.toContain("import");
});

test("forms of values are settings, for a folder and for sidecars", async () => {
  const counted = telemetryModel("dtmi:org:Tank;1", "long");
  folder.write("tanks/tank.json", counted);
  configure('{ out: "gen", models: "tanks", sidecar: true, long: "number" }');
  expect((await folder.generate()).stderr).toBe("");
  expect(folder.read("gen/org/tank-1.ts")).toContain('forms: {\n    long: "number",');
  expect(folder.read("tanks/tank.d.json.ts")).toContain('forms: { long: "number" }');
  const { exitCode, stderr } = await folder.generate("--check", "--long", "bigint");
  expect([exitCode, stderr]).toEqual([11, expect.stringContaining("settings")]);
});

test("one configuration may have several outputs, and --out picks one of them", async () => {
  configure('[{ out: "full" }, { out: "types", typesOnly: true }]');
  const { stdout } = await folder.generate("--output", "human");
  expect(stdout).toContain("6 files in full, types: 6 written");
  expect(folder.read(`full/${thermostat}`)).toContain("defineInterface");
  expect(folder.read(`types/${thermostat}`)).not.toContain("defineInterface");
  const one = JSON.parse((await folder.generate("--out", "types")).stdout);
  expect(one.outputs.map(({ out }: { out: string }) => out)).toEqual(["types"]);
  const { exitCode, stderr } = await folder.generate("--out", "nothing");
  expect([exitCode, stderr]).toEqual([2, expect.stringContaining("one of them: full, types")]);
});

test("an edited file of one output keeps the others from being written too", async () => {
  configure('[{ out: "full" }, { out: "types", typesOnly: true }]');
  folder.write(`types/${thermostat}`, "mine\n");
  expect((await folder.generate()).exitCode).toBe(6);
  expect(folder.files()).not.toContain(`full/${thermostat}`);
});

test("two outputs may not share a folder", async () => {
  configure('[{ out: "gen" }, { out: "./gen", typesOnly: true }]');
  const { exitCode, stderr } = await folder.generate();
  expect([exitCode, stderr]).toEqual([2, expect.stringContaining("Two outputs write to")]);
});

test("paths start from the configuration file, wherever pnp runs", async () => {
  configure('{ out: "gen" }', "tools/pnp.mjs");
  folder.write("tools/models/tank.json", telemetryModel("dtmi:org:Tank;1"));
  const run = await folder.generate("--config", "tools/pnp.mjs");
  expect(run.exitCode).toBe(0);
  expect(folder.files("tools/gen")).toEqual([".twinplug-manifest", "org/tank-1.ts"]);
  expect(folder.read("tools/gen/org/tank-1.ts")).toContain("from models/tank.json (");
});

test("models are looked for in the repositories of the configuration", async () => {
  folder.write("repo/dtmi/org/tank-1.json", telemetryModel("dtmi:org:Tank;1"));
  configure('{ out: "gen", models: "dtmi:org:Tank;1", repositories: "repo" }');
  expect(Object.keys(statuses(await folder.generate()))).toEqual(["org/tank-1.ts"]);
});

test("without the version in its files, another one changes nothing", async () => {
  configure('{ out: "gen", elideVersion: true }');
  await folder.generate();
  for (const file of folder.files("gen")) {
    expect(folder.read(`gen/${file}`)).not.toMatch(/twinplug \d/);
  }
});

test("a plugin adds files and changes others", async () => {
  folder.write(
    "pnp.config.mjs",
    `const docs = {
      name: "docs",
      async emit({ model, files }) {
        const names = [...model.interfaces.keys()].sort();
        const list = { path: "docs/models.md", text: names.map((name) => "- " + name + "\\n").join("") };
        return [...files.map((file) => ({ ...file, text: file.text + "// end\\n" })), list];
      },
    };
    export default { generate: { out: "gen", plugins: [docs] } };\n`,
  );
  const run = await folder.generate();
  expect(run.stderr).toBe("");
  expect(statuses(run)).toMatchObject({ "docs/models.md": "written" });
  expect(folder.read("gen/docs/models.md")).toContain("- dtmi:com:example:Thermostat;1\n");
  expect(folder.read(`gen/${thermostat}`)).toMatch(/\/\/ end\n$/);
  expect((await folder.generate("--check")).exitCode).toBe(0);
  folder.remove("pnp.config.mjs");
  await folder.generate("--out", "gen");
  expect(folder.files("gen")).not.toContain("docs/models.md");
});

/** A configuration whose plugin names Interfaces. */
function named(names: string): void {
  configure(`{ out: "gen", index: true, plugins: [{ name: "ours", names: ${names} }] }`);
}

test("a plugin names Interfaces, for all who refer to them", async () => {
  named('(dtmi, proposed) => (dtmi.startsWith("dtmi:azure:") ? "Azure" : "Our") + proposed');
  expect((await folder.generate()).stderr).toBe("");
  const text = folder.read("gen/com/example/temperaturecontroller-1.ts");
  expect(text).toContain("export const OurTemperatureController: Descriptor<");
  expect(text).toContain("export interface OurTemperatureControllerCommands {");
  expect(text).toContain("  deviceInformation: AzureDeviceInformation;\n");
  expect(text).toContain(' from "./thermostat-1.js";\n');
  expect(folder.read("gen/index.ts")).toContain("  OurThermostat,\n");
  expect((await folder.generate("--check")).exitCode).toBe(0);
});

test.each([
  ["what is no name", '() => "a-b; evil()"', 'cannot be called "a-b; evil()"'],
  ["what TypeScript reserves", '() => "string"', 'cannot be called "string"'],
  ["no text", "() => 7", "cannot be called number"],
  ["an error", '() => { throw new Error("no idea"); }', "The plugin ours failed: no idea"],
])("a plugin that names an Interface by %s is refused", async (_, names, problem) => {
  named(names);
  const { exitCode, stderr } = await folder.generate();
  expect([exitCode, stderr]).toEqual([2, expect.stringContaining(problem)]);
  expect(folder.files()).not.toContain("gen");
});

test.each([
  ["a path out of the folder", '[{ path: "../mine.ts", text: "" }]', 'returned the path "../mine'],
  ["an absolute path", '[{ path: "/tmp/mine.ts", text: "" }]', 'returned the path "/tmp/mine.ts"'],
  ["the manifest", '[{ path: ".twinplug-manifest", text: "" }]', "returned the path"],
  [
    "two files of one name",
    '[{ path: "a", text: "" }, { path: "A", text: "" }]',
    "two files for A",
  ],
  ["no list", "undefined", "returned no list of files"],
  ["a file without text", '[{ path: "a.ts" }]', "returned a file without path or text"],
  ["an error", '(() => { throw new Error("no idea"); })()', "failed: no idea"],
])("a plugin that returns %s is named, and nothing is written", async (_what, code, message) => {
  configure(`{ out: "gen", plugins: [{ name: "bad", emit: () => ${code} }] }`);
  const { exitCode, stderr } = await folder.generate();
  expect(exitCode).toBe(2);
  expect(stderr).toContain("The plugin bad");
  expect(stderr).toContain(message);
  expect(folder.files()).not.toContain(`gen/${thermostat}`);
});

test.each([
  ['{ out: "gen", enum: "union" }', "there is no setting `generate.enum`", "did you mean `enums`"],
  ['{ out: "gen", enums: "both" }', '`generate.enums` must be "const" or "union"; it is "both"'],
  ['[{ out: "gen" }, { out: 1 }]', "`generate[1].out` must be a text; it is 1"],
  ["{}", "`generate.out` must be a text; it is missing"],
  ["[]", "`generate` must be at least one output"],
  ['{ out: "gen", models: [] }', "`generate.models` must be a text, or a list of texts"],
  ['{ out: "gen", plugins: [{ name: "x" }] }', "each with a name and a function emit"],
])("a configuration with %s says which setting is wrong", async (code, ...messages) => {
  configure(code);
  const { exitCode, stderr } = await folder.generate();
  expect(exitCode).toBe(2);
  for (const message of messages) expect(stderr).toContain(message);
});

test("a configuration that cannot be loaded, or exports nothing, is named", async () => {
  folder.write("pnp.config.mjs", 'throw new Error("out of order");\n');
  expect((await folder.generate()).stderr).toContain(
    "pnp.config.mjs cannot be loaded: out of order",
  );
  folder.write("other.mjs", "export const generate = {};\n");
  const { exitCode, stderr } = await folder.generate("--config", "other.mjs");
  expect([exitCode, stderr]).toEqual([
    2,
    expect.stringContaining("no configuration as its default"),
  ]);
  expect((await folder.generate("--config", "nowhere.mjs")).stderr).toContain(
    "There is no configuration file nowhere.mjs",
  );
});

test("two configuration files are one too many", async () => {
  configure('{ out: "gen" }');
  configure('{ out: "gen" }', "pnp.config.ts");
  const { exitCode, stderr } = await folder.generate();
  expect([exitCode, stderr]).toEqual([
    2,
    expect.stringContaining("two configuration files, pnp.config.mjs and pnp.config.ts"),
  ]);
});

test("a configuration in TypeScript runs where Node reads TypeScript, and is refused clearly elsewhere", () => {
  const code = 'const out: string = "gen";\nexport default { generate: { out } };\n';
  folder.write("pnp.config.ts", code);
  folder.write("package.json", '{ "type": "module" }');
  const args = [program, "generate", "--output", "json"];
  const run = spawnSync(process.execPath, args, { cwd: folder.path, encoding: "utf8" });
  const reads = "typescript" in process.features && process.features.typescript !== false;
  if (reads) expect([run.status, run.stderr]).toEqual([0, ""]);
  else {
    expect(run.status).toBe(2);
    expect(run.stderr).toContain("which Node loads from version 22.18 on; this is v");
    expect(run.stderr).toContain("Call it pnp.config.js");
  }
});

test("an ES module as pnp.config.js is read, and one of CommonJS too", () => {
  const run = (): { status: number | null; stderr: string } =>
    spawnSync(process.execPath, [program, "generate"], { cwd: folder.path, encoding: "utf8" });
  folder.write("package.json", '{ "type": "module" }');
  configure('{ out: "gen" }', "pnp.config.js");
  expect(run()).toMatchObject({ status: 0, stderr: "" });
  folder.write("package.json", "{}");
  folder.write("pnp.config.js", 'module.exports = { generate: { out: "gen" } };\n');
  expect(run()).toMatchObject({ status: 0, stderr: "" });
});

test("defineConfig gives its argument back, and knows the settings", () => {
  const config: PnpConfig = { generate: { out: "gen", enums: "union" } };
  expect(defineConfig(config)).toBe(config);
  // @ts-expect-error: there is no such form of an Enum.
  defineConfig({ generate: { out: "gen", enums: "both" } });
  // @ts-expect-error: there is no such setting.
  defineConfig({ generate: { out: "gen", enum: "union" } });
  // @ts-expect-error: the version is not for users to set.
  defineConfig({ generate: { out: "gen", version: "1" } });
  expectTypeOf<Parameters<NonNullable<GeneratePlugin["emit"]>>[0]["files"]>().items.toHaveProperty(
    "path",
  );
});

test("the configuration file need not be in the working folder's package", async () => {
  const away = join("..", folder.path.split("/").at(-1) ?? "", "away.mjs");
  configure('{ out: "gen" }', "away.mjs");
  expect((await folder.generate("--config", away)).exitCode).toBe(0);
});

test("the configuration that the README shows is one", async () => {
  const readme = readFileSync(new URL("../../README.md", import.meta.url), "utf8");
  const shown = /```js\nimport \{ defineConfig \}[^\n]*\n([^`]*)```/.exec(readme)?.[1] ?? "";
  folder.write("pnp.config.mjs", `const defineConfig = (config) => config;\n${shown}`);
  const run = await folder.generate();
  expect([run.exitCode, run.stderr]).toEqual([0, ""]);
  expect(folder.files("src/generated")).toContain(thermostat);
});
