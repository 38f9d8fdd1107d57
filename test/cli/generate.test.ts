import { mkdirSync, readdirSync, readFileSync, statSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, expect, test } from "vitest";
import { GenerateFolder, statuses, telemetryModel } from "./generate-folder.js";
import { pnp } from "./test-io.js";

const root = fileURLToPath(new URL("../..", import.meta.url));
const thermostat = "com/example/thermostat-1.ts";
const thermostatModel = "models/dtmi/com/example/thermostat-1.json";
const manifest = "gen/.twinplug-manifest";

let folder: GenerateFolder;
beforeEach(() => {
  folder = new GenerateFolder();
});
afterEach(() => folder.dispose());

test("writes one file an Interface, the same bytes as the checked-in ones", async () => {
  const out = folder.full("gen");
  const run = await pnp(["generate", "models", "--out", out], { cwd: root });
  expect(run.exitCode).toBe(0);
  expect(statuses(run)).toEqual({
    "azure/devicemanagement/deviceinformation-1.ts": "written",
    "com/example/temperaturecontroller-1.ts": "written",
    [thermostat]: "written",
  });
  for (const file of Object.keys(statuses(run))) {
    expect(readFileSync(join(out, file), "utf8")).toBe(
      readFileSync(join(root, "test/fixtures/generated", file), "utf8"),
    );
  }
});

test("a second run changes nothing", async () => {
  await folder.generate("--out", "gen");
  const run = await folder.generate("--out", "gen");
  expect(new Set(Object.values(statuses(run)))).toEqual(new Set(["unchanged"]));
});

test("a dry run says what would be written and writes nothing", async () => {
  const run = await folder.generate("--out", "gen", "--dry-run");
  expect(JSON.parse(run.stdout)).toMatchObject({ written: false, outputs: [{ out: "gen" }] });
  expect(statuses(run)).toMatchObject({ [thermostat]: "written" });
  expect(readdirSync(folder.path)).toEqual(["models"]);
});

test("people read which files changed, and a line about all", async () => {
  await folder.generate("--out", "gen");
  folder.edit(thermostatModel, '"Thermostat"', '"Warmer"');
  const { stdout } = await folder.generate("--out", "gen", "--output", "human");
  expect(stdout).toContain(`replaced  gen/${thermostat}\n`);
  expect(stdout).toContain("3 files in gen: 2 unchanged, 1 replaced\n");
});

test("only what a changed model changes is written again", async () => {
  await folder.generate("--out", "gen");
  const before = statSync(folder.full("gen/com/example/temperaturecontroller-1.ts"));
  folder.edit(thermostatModel, '"Thermostat"', '"Warmer"');
  expect(statuses(await folder.generate("--out", "gen"))).toEqual({
    "azure/devicemanagement/deviceinformation-1.ts": "unchanged",
    "com/example/temperaturecontroller-1.ts": "unchanged",
    [thermostat]: "replaced",
  });
  const after = statSync(folder.full("gen/com/example/temperaturecontroller-1.ts"));
  expect(after.ino).toBe(before.ino);
});

test("the order in which models are named changes no byte", async () => {
  const names = ["models/dtmi/com", "models/dtmi/azure"];
  await folder.generate(...names, "--out", "one");
  await folder.generate(...names.toReversed(), "--out", "other");
  expect(folder.files("one")).toHaveLength(4);
  for (const file of folder.files("one")) {
    expect(folder.read(`other/${file}`)).toBe(folder.read(`one/${file}`));
  }
});

test("line ends of a Windows checkout change nothing", async () => {
  await folder.generate("--out", "gen");
  for (const path of [thermostatModel, `gen/${thermostat}`, manifest]) {
    folder.write(path, folder.read(path).replaceAll("\n", "\r\n"));
  }
  const run = await folder.generate("--out", "gen");
  expect(run.exitCode).toBe(0);
  expect(statuses(run)).toMatchObject({ [thermostat]: "unchanged" });
});

test("a model that is gone takes its file with it, and the folder that is empty then", async () => {
  folder.write("models/dtmi/org/tank-1.json", telemetryModel("dtmi:org:Tank;1"));
  await folder.generate("--out", "gen");
  expect(folder.files("gen/org")).toEqual(["tank-1.ts"]);
  folder.remove("models/dtmi/org");
  const dry = await folder.generate("--out", "gen", "--dry-run");
  expect(statuses(dry)).toMatchObject({ "org/tank-1.ts": "removed" });
  expect(folder.files("gen/org")).toEqual(["tank-1.ts"]);
  const run = await folder.generate("--out", "gen");
  expect(statuses(run)).toMatchObject({ "org/tank-1.ts": "removed" });
  expect(readdirSync(folder.full("gen"))).not.toContain("org");
});

test("what the user keeps in the folder stays, beside stale files too", async () => {
  folder.write("models/dtmi/org/tank-1.json", telemetryModel("dtmi:org:Tank;1"));
  await folder.generate("--out", "gen");
  folder.write("gen/org/mine.ts", "export {};\n");
  folder.remove("models/dtmi/org");
  await folder.generate("--out", "gen");
  expect(folder.files("gen/org")).toEqual(["mine.ts"]);
});

test("a stale file that was edited is named, and nothing is written", async () => {
  folder.write("models/dtmi/org/tank-1.json", telemetryModel("dtmi:org:Tank;1"));
  await folder.generate("--out", "gen");
  folder.remove("models/dtmi/org");
  folder.write("gen/org/tank-1.ts", `${folder.read("gen/org/tank-1.ts")}export const mine = 1;\n`);
  folder.edit(thermostatModel, '"Thermostat"', '"Warmer"');
  const before = folder.files("gen").map((file) => folder.read(`gen/${file}`));
  const { exitCode, stderr } = await folder.generate("--out", "gen");
  expect(exitCode).toBe(6);
  expect(stderr).toContain("error[PNP_CONFLICT]: gen/org/tank-1.ts was changed by hand");
  expect(folder.files("gen").map((file) => folder.read(`gen/${file}`))).toEqual(before);
});

test("an edited file is named, and replaced only by force", async () => {
  await folder.generate("--out", "gen");
  const generated = folder.read(`gen/${thermostat}`);
  folder.write(`gen/${thermostat}`, `${generated}export const mine = true;\n`);
  folder.remove("gen/azure");
  const { exitCode, stderr } = await folder.generate("--out", "gen");
  expect(exitCode).toBe(6);
  expect(stderr).toContain(`gen/${thermostat} was changed by hand since it was generated`);
  expect(stderr).toContain("--force");
  expect(readdirSync(folder.full("gen"))).not.toContain("azure");
  const forced = await folder.generate("--out", "gen", "--force");
  expect(statuses(forced)).toMatchObject({ [thermostat]: "replaced" });
  expect(folder.read(`gen/${thermostat}`)).toBe(generated);
});

test("all edited files are named at once", async () => {
  await folder.generate("--out", "gen");
  const files = folder.files("gen").filter((file) => file.endsWith(".ts"));
  for (const file of files) folder.write(`gen/${file}`, "edited\n");
  const { stderr } = await folder.generate("--out", "gen");
  expect(stderr).toContain("3 files are not as they were generated; nothing was written");
  for (const file of files) expect(stderr).toContain(`gen/${file}`);
});

test("a file that somebody else wrote is left alone, by force too", async () => {
  folder.write(`gen/${thermostat}`, "export const mine = true;\n");
  for (const args of [[], ["--force"]]) {
    const { exitCode, stderr } = await folder.generate("--out", "gen", ...args);
    expect(exitCode).toBe(6);
    expect(stderr).toContain(`gen/${thermostat} was not written by twinplug`);
    expect(folder.files("gen")).toEqual([thermostat]);
  }
});

test("without a manifest, generated files that are as they should be are taken over", async () => {
  await folder.generate("--out", "gen");
  folder.remove(manifest);
  const same = await folder.generate("--out", "gen");
  expect(same.exitCode).toBe(0);
  folder.remove(manifest);
  folder.edit(thermostatModel, '"Thermostat"', '"Warmer"');
  const { exitCode, stderr } = await folder.generate("--out", "gen");
  expect(exitCode).toBe(6);
  expect(stderr).toContain("was generated, but not by the run that the manifest tells of");
});

test.each([
  ["with the marks of a merge", "<<<<<<< ours\n{}\n"],
  ["that is no object", "[]"],
  ["without files", '{"generator":"twinplug","settings":"","models":{}}'],
  ["that lists a number", '{"generator":"","settings":"","models":{},"files":{"a.ts":1}}'],
])("a manifest %s is an error that says what to do", async (_what, text) => {
  await folder.generate("--out", "gen");
  folder.write(manifest, text);
  const { exitCode, stderr } = await folder.generate("--out", "gen");
  expect(exitCode).toBe(6);
  expect(stderr).toContain("gen/.twinplug-manifest is no manifest");
  expect(stderr).toContain("--force");
  expect((await folder.generate("--out", "gen", "--force")).exitCode).toBe(0);
});

test.each([
  "../mine.ts",
  "/etc/mine.ts",
  "a/../../mine.ts",
  "C:/mine.ts",
  "a\\..\\mine.ts",
  "a//b",
  "a/.. /b",
])("a manifest that lists %s removes nothing", async (path) => {
  folder.write("mine.ts", "mine\n");
  await folder.generate("--out", "gen");
  const value = JSON.parse(folder.read(manifest));
  value.files[path] = "0".repeat(16);
  folder.write(manifest, JSON.stringify(value));
  const { exitCode, stderr } = await folder.generate("--out", "gen");
  expect(exitCode).toBe(6);
  expect(stderr).toContain("which is no path in the folder");
  expect(folder.read("mine.ts")).toBe("mine\n");
});

test("nothing is written or removed through a link that leads out of the folder", async () => {
  mkdirSync(folder.full("elsewhere/example"), { recursive: true });
  mkdirSync(folder.full("gen"));
  symlinkSync(folder.full("elsewhere"), folder.full("gen/com"));
  const { exitCode, stderr } = await folder.generate("--out", "gen");
  expect(exitCode).toBe(2);
  expect(stderr).toContain("is a link that leads out of");
  expect(folder.files("elsewhere")).toEqual([]);
  expect(folder.files("gen")).toEqual(["com"]);
});

test("a file that is a link out of the folder is refused, and what it leads to stays", async () => {
  folder.write("mine.ts", "mine\n");
  mkdirSync(folder.full("gen/com/example"), { recursive: true });
  symlinkSync(folder.full("mine.ts"), folder.full(`gen/${thermostat}`));
  const { exitCode } = await folder.generate("--out", "gen", "--force");
  expect(exitCode).toBe(2);
  expect(folder.read("mine.ts")).toBe("mine\n");
});

test("the output folder itself may be a link", async () => {
  mkdirSync(folder.full("real"));
  symlinkSync(folder.full("real"), folder.full("gen"));
  expect((await folder.generate("--out", "gen")).exitCode).toBe(0);
  expect(folder.files("real")).toContain(thermostat);
});

test("a folder in the place of a file is named, and nothing is written", async () => {
  mkdirSync(folder.full(`gen/${thermostat}`), { recursive: true });
  const { exitCode, stderr } = await folder.generate("--out", "gen");
  expect(exitCode).toBe(6);
  expect(stderr).toContain(`gen/${thermostat} is no file`);
  expect(folder.files("gen")).toEqual([]);
});

test("where one file cannot be written, none is, and nothing is left behind", async () => {
  folder.write("gen/com/example", "a file, no folder\n");
  const { exitCode, stderr } = await folder.generate("--out", "gen");
  expect(exitCode).toBe(2);
  expect(stderr).toContain("cannot be written");
  expect(folder.files("gen")).toEqual(["com/example"]);
});

test("the output may lie among the models", async () => {
  expect((await folder.generate("models", "--out", "models/gen")).exitCode).toBe(0);
  const again = await folder.generate("models", "--out", "models/gen");
  expect(new Set(Object.values(statuses(again)))).toEqual(new Set(["unchanged"]));
});

test("files, folders and DTMIs of a repository may be named together", async () => {
  folder.write("other/tank.json", telemetryModel("dtmi:org:Tank;1"));
  const names = [
    "other/tank.json",
    "dtmi:com:example:Thermostat;1",
    "dtmi:com:example:Thermostat;1",
  ];
  const run = await folder.generate(...names, "--out", "gen");
  expect(Object.keys(statuses(run)).sort()).toEqual([thermostat, "org/tank-1.ts"]);
  expect(folder.read(`gen/${thermostat}`)).toMatch(
    /from models\/dtmi\/com\/example\/thermostat-1\.json \(sha256-/,
  );
});

test("a model named twice, as a file and by its folder, is one", async () => {
  const run = await folder.generate(
    thermostatModel,
    "models",
    `./${thermostatModel}`,
    "--out",
    "gen",
  );
  expect(run.exitCode).toBe(0);
  expect(Object.keys(statuses(run))).toHaveLength(3);
});

test("types alone import nothing", async () => {
  await folder.generate("--out", "gen", "--types-only");
  const files = folder.files("gen").filter((file) => file.endsWith(".ts"));
  expect(files).toHaveLength(3);
  for (const file of files) expect(folder.read(`gen/${file}`)).not.toMatch(/^import |from "/m);
});

test("a model with errors generates nothing", async () => {
  folder.write("bad.json", '{ "@context": "dtmi:dtdl:context;2", "@id": "dtmi:a;1" }');
  const { exitCode } = await folder.generate("bad.json", "--out", "gen");
  expect(exitCode).toBe(5);
  expect(readdirSync(folder.path).sort()).toEqual(["bad.json", "models"]);
});

test.each([
  ["below a file", "file/generated"],
  ["where no folder can be made", "/proc/nothing"],
  ["nowhere", ""],
])("an output folder %s is a usage error", async (_where, out) => {
  folder.write("file", "");
  const { exitCode, stderr } = await folder.generate("--out", out);
  expect(stderr).toContain("error[PNP_USAGE]");
  expect(exitCode).toBe(2);
});

test.each([
  [["--check", "--watch"], "--check and --watch exclude each other"],
  [["--watch", "--dry-run"], "--watch and --dry-run exclude each other"],
  [["--check", "--force"], "--force is no use"],
  [["--poll"], "--poll belongs to --watch"],
])("%s is a usage error", async (args, message) => {
  const { exitCode, stderr } = await folder.generate("--out", "gen", ...args);
  expect([exitCode, stderr]).toEqual([2, expect.stringContaining(message)]);
});

test("no folder at all is a usage error that says how to name one", async () => {
  const { exitCode, stderr } = await folder.generate("models");
  expect(exitCode).toBe(2);
  expect(stderr).toContain("--out DIR");
});

test("versions that do not fit each other are told, and those that do are not", async () => {
  for (const [version, schema] of ["double", "double", "string"].entries()) {
    const dtmi = `dtmi:org:Tank;${version + 1}`;
    folder.write(`models/tank-${version + 1}.json`, telemetryModel(dtmi, schema));
  }
  const { stderr, stdout } = await folder.generate("--out", "gen");
  const warning =
    "dtmi:org:Tank;3 breaks code made for dtmi:org:Tank;2 by 1 change; see `pnp model diff`";
  expect(stderr).toBe(`warning: ${warning}\n`);
  expect(JSON.parse(stdout).warnings).toEqual([warning]);
});

test("what no context defines is named, since types leave it out", async () => {
  const model = JSON.parse(telemetryModel("dtmi:org:Tank;1"));
  model.contents[0]["@type"] = ["Telemetry", "Sloshing"];
  model.contents[0].waves = 3;
  folder.write("models/tank.json", JSON.stringify(model));
  const { stderr } = await folder.generate("--out", "gen");
  expect(stderr).toBe("warning: no context defines Sloshing, waves; types leave that out\n");
});

test("versions that give the same identifier to something inside them are generated side by side", async () => {
  for (const [version, values] of [["double"], ["double", "string"]].entries()) {
    const model = JSON.parse(telemetryModel(`dtmi:org:Tank;${version + 1}`));
    const fields = values.map((schema, at) => ({ name: `field${at}`, schema }));
    model.contents[0].schema = { "@id": "dtmi:org:Level;1", "@type": "Object", fields };
    folder.write(`models/tank-${version + 1}.json`, JSON.stringify(model));
  }
  const { exitCode, stderr } = await folder.generate("--out", "gen");
  expect(exitCode).toBe(0);
  expect(stderr).toContain("warning: several Interfaces define dtmi:org:Level;1");
  expect(folder.read("gen/org/tank-1.ts")).not.toContain("field1");
  expect(folder.read("gen/org/tank-2.ts")).toContain("field1?: string;");
});

test("two files that define one Interface are an error all the same", async () => {
  folder.write("models/one.json", telemetryModel("dtmi:org:Tank;1"));
  folder.write("models/other.json", telemetryModel("dtmi:org:Tank;1", "string"));
  const { exitCode, stderr } = await folder.generate("--out", "gen");
  expect(exitCode).toBe(5);
  expect(stderr).toContain("`dtmi:org:Tank;1` is defined more than once");
});
