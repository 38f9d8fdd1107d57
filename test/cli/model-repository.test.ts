import { existsSync, readFileSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { tempFolder } from "../repository/temp-folder.js";
import {
  expandedPathOf,
  filesOf,
  modelText,
  offersExpanded,
  ownerText,
  pathOf,
} from "../repository/test-models.js";
import { serve } from "../repository/test-server.js";
import { type CliResult, pnp } from "./test-io.js";

const house = "dtmi:com:example:House;1";
const room = "dtmi:com:example:Room;1";
const thing = "dtmi:com:example:Thing;1";
const models = {
  [house]: ownerText(house, room),
  [room]: modelText(room, [thing]),
  [thing]: modelText(thing),
};

/** The statuses of a JSON result, by path. */
function statuses({ stdout }: CliResult): Record<string, string> {
  const { files } = JSON.parse(stdout) as { files: { path: string; status: string }[] };
  return Object.fromEntries(files.map(({ path, status }) => [`/${path}`, status]));
}

test("get prints a model exactly as it is published", async () => {
  const { dir } = await tempFolder(models);
  for (const format of ["json", "human"]) {
    const { exitCode, stdout } = await pnp([
      "model",
      "get",
      room,
      "--repo",
      dir,
      "--output",
      format,
    ]);
    expect(exitCode).toBe(0);
    expect(stdout).toBe(`${models[room]}\n`);
  }
});

test("get prints several models, or one with its dependencies, as an array", async () => {
  const { dir } = await tempFolder(models);
  const several = await pnp(["model", "get", thing, room, "--repo", dir]);
  expect(JSON.parse(several.stdout).map(idOf)).toEqual([thing, room]);
  const whole = await pnp(["model", "get", house, "--repo", dir, "--deps", "all"]);
  expect(JSON.parse(whole.stdout).map(idOf)).toEqual([house, room, thing]);
  const lines = await pnp(["model", "get", house, "--deps", "all", "--output", "ndjson"], {
    env: { PNP_MODEL_REPO: dir },
  });
  expect(
    lines.stdout
      .trim()
      .split("\n")
      .map((line) => idOf(JSON.parse(line))),
  ).toEqual([house, room, thing]);
});

function idOf(model: { readonly "@id": string }): string {
  return model["@id"];
}

test("control characters of a model do not steer the terminal", async () => {
  const { dir } = await tempFolder({ [thing]: `{"@id":"${thing}",\r\n"x":"\u009b2J"}` });
  const { stdout } = await pnp(["model", "get", thing, "--repo", dir, "--output", "human"]);
  expect(stdout).toBe(`{"@id":"${thing}",\n"x":"\\u009b2J"}\n`);
});

test("get takes expanded files of a server, asked for or offered", async () => {
  const expanded = { [expandedPathOf(house)]: `[${Object.values(models).join(",")}]` };
  const bare = await serve(expanded);
  const args = ["model", "get", house, "--deps"];
  expect((await pnp([...args, "expanded", "--repo", bare.url])).exitCode).toBe(0);
  expect((await pnp([...args, "all", "--repo", bare.url])).exitCode).toBe(3);
  const offering = await serve({ ...expanded, "/metadata.json": offersExpanded });
  expect((await pnp([...args, "all"], { env: { PNP_MODEL_REPO: offering.url } })).exitCode).toBe(0);
  expect(offering.asked).toEqual(["/metadata.json", expandedPathOf(house)]);
});

test("get places models in a folder, keeps what differs, and replaces it when forced", async () => {
  const { dir } = await tempFolder(models);
  const { dir: cwd, write } = await tempFolder();
  const args = ["model", "get", room, "--repo", dir, "--deps", "all", "--out", "mine"];
  const tried = await pnp([...args, "--dry-run"], { cwd });
  expect(statuses(tried)).toEqual({ [pathOf(room)]: "written", [pathOf(thing)]: "written" });
  expect(existsSync(join(cwd, "mine"))).toBe(false);
  expect(JSON.parse((await pnp(args, { cwd })).stdout)).toMatchObject({
    folder: "mine",
    models: [room, thing],
    written: true,
  });
  expect(readFileSync(join(cwd, "mine", pathOf(room)), "utf8")).toBe(`${models[room]}\n`);
  await write(`mine${pathOf(thing)}`, modelText(thing).replace("Model", "My model"));
  const kept = await pnp(args, { cwd });
  expect(kept.exitCode).toBe(0);
  expect(statuses(kept)).toEqual({ [pathOf(room)]: "unchanged", [pathOf(thing)]: "kept" });
  expect(kept.stderr).toContain("--force replaces them");
  expect(statuses(await pnp([...args, "--force"], { cwd }))[pathOf(thing)]).toBe("replaced");
});

test("get refuses what cannot be had, each with the exit code of its kind", async () => {
  const { url } = await serve({
    [pathOf(house)]: (_, response) => void response.writeHead(500).end(),
    [pathOf(room)]: "<html>",
    [pathOf(thing)]: (_, response) => void response.writeHead(403).end(),
  });
  const codeOf = async (...args: string[]) =>
    (await pnp(["model", "get", ...args, "--repo", url])).exitCode;
  expect(await codeOf("dtmi:com:example:Absent;1")).toBe(3);
  expect(await codeOf("../../etc/passwd")).toBe(2);
  expect(await codeOf("dtmi:com:example:Thing")).toBe(2);
  expect(await codeOf(house)).toBe(12);
  expect(await codeOf(room)).toBe(5);
  expect(await codeOf(thing)).toBe(4);
  expect(await codeOf(thing, "--dry-run")).toBe(2);
  expect(await codeOf(thing, "--out", "")).toBe(2);
  expect(await codeOf(thing, "--deps", "some")).toBe(2);
});

test("Ctrl-C ends waiting for a server", async () => {
  const controller = new AbortController();
  const { url } = await serve({ [pathOf(thing)]: () => controller.abort() });
  const { exitCode } = await pnp(["model", "get", thing, "--repo", url], {
    signal: controller.signal,
  });
  expect(exitCode).toBe(130);
});

test("every command finds models on a server", async () => {
  const { url } = await serve(filesOf(models));
  const { dir: cwd, write } = await tempFolder();
  await write("house.json", models[house] ?? "");
  const show = await pnp(["model", "show", house, "--repo", url, "--output", "human"]);
  expect(show.stdout).toMatch(/part\s+component\s+dtmi:com:example:Room;1/);
  const check = await pnp(["model", "check", "house.json", "--repo", url], { cwd });
  expect(JSON.parse(check.stdout).interfaces).toContain(thing);
  const generated = await pnp(["generate", "house.json", "--repo", url, "--out", "out"], { cwd });
  expect(generated.exitCode).toBe(0);
  const report = JSON.parse(generated.stdout) as {
    outputs: { out: string; files: { path: string }[] }[];
  };
  const files = report.outputs.flatMap(({ out, files }) =>
    files.map(({ path }) => join(out, path)),
  );
  const texts = await Promise.all(files.map((file) => readFile(join(cwd, file), "utf8")));
  expect(texts.join("\n")).toContain(`${url}${pathOf(room)}`);
});

test("a server is asked for what the folders before it lack", async () => {
  const { dir } = await tempFolder({ [house]: models[house] ?? "" });
  const { url, asked } = await serve(filesOf(models));
  const args = ["model", "show", house, "--repo", dir, "--repo", url];
  expect((await pnp(args)).exitCode).toBe(0);
  expect(asked).not.toContain(pathOf(house));
});

test("an error in a model of a server is shown at its place there", async () => {
  const wrong = (models[thing] ?? "").replace('"Interface"', '"Interfaze"');
  const { url } = await serve(filesOf({ ...models, [thing]: wrong }));
  const { exitCode, stderr } = await pnp(["model", "show", house, "--repo", url]);
  expect(exitCode).toBe(5);
  expect(stderr).toContain(`--> ${url}${pathOf(thing)}:`);
});

test("a dependency that is nowhere is shown where it is asked for, with where it was looked for", async () => {
  const { url } = await serve(filesOf({ [room]: models[room] ?? "" }));
  const { exitCode, stderr } = await pnp(["model", "show", room, "--repo", url]);
  expect(exitCode).toBe(3);
  expect(stderr).toContain(`--> ${url}${pathOf(room)}:`);
  expect(stderr).toContain(`${url}${pathOf(thing)}`);
});

test("offline, no server is asked", async () => {
  const { url, asked } = await serve(filesOf(models));
  const { exitCode } = await pnp(["model", "get", thing, "--repo", url, "--offline"]);
  expect(exitCode).toBe(3);
  expect(asked).toEqual([]);
});

test("a server that is not encrypted is refused", async () => {
  const { exitCode, stderr } = await pnp(["model", "get", thing, "--repo", "http://example.test"]);
  expect(exitCode).toBe(2);
  expect(stderr).toContain("not encrypted");
});

test("import, expand and index make a repository that a server can offer", async () => {
  const { dir: cwd, write, read } = await tempFolder();
  await write("all.json", `[${Object.values(models).join(",")}]`);
  const imported = await pnp(["model", "import", "all.json"], { cwd });
  expect(JSON.parse(imported.stdout)).toMatchObject({
    folder: "models",
    models: [house, room, thing],
  });
  expect((await pnp(["model", "expand"], { cwd })).exitCode).toBe(0);
  const indexed = await pnp(["model", "index", "models"], { cwd });
  expect(JSON.parse(indexed.stdout)).toMatchObject({ models: 3, pages: 1, expanded: true });
  const metadata = await read("models/metadata.json");
  const { url, asked } = await serve({
    "/metadata.json": metadata,
    [expandedPathOf(house)]: await read(`models${expandedPathOf(house)}`),
  });
  expect((await pnp(["model", "show", house, "--repo", url])).exitCode).toBe(0);
  expect(asked).toHaveLength(2);
});

test("import refuses everything when one model breaks a rule, naming each", async () => {
  const { dir: cwd, write } = await tempFolder();
  await write("good.json", modelText(thing));
  await write("minor.json", modelText("dtmi:com:example:Minor;1.2"));
  await write("broken.json", "{");
  const args = ["model", "import", "good.json", "minor.json", "broken.json", "--output", "human"];
  const { exitCode, stdout, stderr } = await pnp(args, { cwd });
  expect(exitCode).toBe(5);
  expect(stdout).toBe("");
  expect(stderr).toContain("error[repositoryId]");
  expect(stderr).toContain("--> minor.json");
  expect(stderr).toContain("--> broken.json:1:");
  expect(existsSync(join(cwd, "models"))).toBe(false);
});

test("a dry run of import, expand and index says what would be written and writes nothing", async () => {
  const { dir, write } = await tempFolder({ [thing]: models[thing] ?? "" });
  await write("room.json", models[room] ?? "");
  const human = ["--dry-run", "--output", "human"];
  const imported = await pnp(["model", "import", join(dir, "room.json"), "--repo", dir, ...human]);
  expect(imported.stdout).toContain(`written  ${pathOf(room).slice(1)}`);
  expect(imported.stdout).toContain("dry run: nothing was changed");
  const expanded = await pnp(["model", "expand", dir, ...human]);
  expect(expanded.stdout).toContain(expandedPathOf(thing).slice(1));
  const indexed = await pnp(["model", "index", dir, ...human]);
  expect(indexed.stdout).toContain("metadata.json");
  for (const path of [pathOf(room), expandedPathOf(thing), "index.json", "metadata.json"]) {
    expect(existsSync(join(dir, path))).toBe(false);
  }
});

test("checking a repository passes over what is no model: expanded files, pages, metadata", async () => {
  const { dir } = await tempFolder(models);
  await pnp(["model", "expand", dir]);
  await pnp(["model", "index", dir, "--page-size", "1"]);
  const { exitCode, stdout } = await pnp(["model", "check", dir]);
  expect(exitCode).toBe(0);
  expect(JSON.parse(stdout).files).toHaveLength(3);
});

test("one model can be expanded by its identifier", async () => {
  const { dir } = await tempFolder(models);
  const { stdout } = await pnp(["model", "expand", room, "--repo", dir]);
  expect(JSON.parse(stdout).files).toEqual([
    { path: expandedPathOf(room).slice(1), status: "written" },
  ]);
});

test("what writes to a repository wants one folder", async () => {
  const { dir, write } = await tempFolder();
  const file = await write("thing.json", modelText(thing));
  const codeOf = async (...args: string[]) => (await pnp(["model", ...args])).exitCode;
  expect(await codeOf("import", file, "--repo", "https://devicemodels.azure.com")).toBe(2);
  expect(await codeOf("import", file, "--repo", dir, "--repo", join(dir, "other"))).toBe(2);
  expect(await codeOf("import", join(dir, "absent.json"), "--repo", dir)).toBe(3);
  expect(await codeOf("expand", dir)).toBe(3);
  expect(await codeOf("index", join(dir, "absent"))).toBe(3);
});

test("the examples' models are found in any folder, unless a place for models is named", async () => {
  const { dir } = await tempFolder(models);
  const controller = "dtmi:com:example:TemperatureController;1";
  const shown = await pnp(["model", "show", controller], { cwd: dir });
  expect([shown.exitCode, JSON.parse(shown.stdout)]).toMatchObject([0, { id: controller }]);
  const asked = await pnp(["model", "show", controller, "--repo", dir], { cwd: dir });
  expect(asked.exitCode).toBe(3);
});
