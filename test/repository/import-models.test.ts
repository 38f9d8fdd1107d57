import { symlink } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { planImport } from "../../src/repository/import-models.js";
import { placeFiles } from "../../src/repository/planned-file.js";
import { tempFolder } from "./temp-folder.js";
import { modelText, ownerText, pathOf } from "./test-models.js";

const house = "dtmi:com:example:House;1";
const room = "dtmi:com:example:Room;1";
const thing = "dtmi:com:example:Thing;1";
const keep = { replace: false, dryRun: false };

function named(...texts: readonly string[]) {
  return texts.map((text, at) => ({ source: `file${at}.json`, text }));
}

test("an array is split into one file a model, at the path of its identifier", async () => {
  const { dir, read } = await tempFolder();
  const array = JSON.stringify(
    [JSON.parse(ownerText(house, room)), JSON.parse(modelText(room))],
    undefined,
    2,
  );
  const plan = await planImport(dir, named(array));
  expect(plan.map(({ dtmi, path }) => [dtmi, `/${path}`])).toEqual([
    [house, pathOf(house)],
    [room, pathOf(room)],
  ]);
  await placeFiles(dir, plan, keep);
  expect(await read(pathOf(room))).toBe(`${modelText(room)}\n`);
});

test("models that are there stay unless they are to be replaced", async () => {
  const { dir, read } = await tempFolder({ [thing]: `${modelText(thing)}\n` });
  const changed = modelText(thing).replace("Model", "Changed model");
  const plan = await planImport(dir, named(changed, modelText(room, [thing])));
  const placed = await placeFiles(dir, plan, keep);
  expect(placed.map(({ status }) => status)).toEqual(["kept", "written"]);
  expect(await read(pathOf(thing))).toBe(`${modelText(thing)}\n`);
  const forced = await placeFiles(dir, plan, { replace: true, dryRun: false });
  expect(forced.map(({ status }) => status)).toEqual(["replaced", "unchanged"]);
  expect(await read(pathOf(thing))).toBe(`${changed}\n`);
});

test("what a model depends on may be in the same import or already there, and nowhere else", async () => {
  const { dir } = await tempFolder({ [thing]: modelText(thing) });
  expect(await planImport(dir, named(modelText(room, [thing])))).toHaveLength(1);
  await expect(planImport(dir, named(ownerText(house, room)))).rejects.toMatchObject({
    code: "PNP_MODEL_NOT_FOUND",
  });
});

test("what DTDL refuses is refused at its place", async () => {
  const { dir } = await tempFolder();
  const wrong = modelText(thing).replace('"Interface"', '"Interfaze"');
  await expect(planImport(dir, named(wrong))).rejects.toMatchObject({
    code: "PNP_DTDL_INVALID",
    issues: [{ location: { source: "file0.json" } }],
  });
});

test.each([
  ["a minor version", modelText("dtmi:com:example:Thing;1.2"), "repositoryId"],
  ["no version", modelText("dtmi:com:example:Thing"), "repositoryId"],
  ["a path for an identifier", modelText("../../../etc/passwd"), "repositoryId"],
  ["no identifier", "{}", "repositoryId"],
  ["text that is no model", "7", "repositoryId"],
  ["text that is no JSON", "{", "invalidJson"],
  [
    "a nested Interface of another name",
    ownerText(house, { "@type": "Interface", "@id": room }),
    "repositoryNestedId",
  ],
])("the rules of repositories refuse %s", async (_name, text, code) => {
  const { dir } = await tempFolder();
  await expect(planImport(dir, named(text))).rejects.toMatchObject({
    code: "PNP_DTDL_INVALID",
    issues: [{ code }],
  });
});

test("identifiers inside a model may begin like its own", async () => {
  const { dir } = await tempFolder();
  const inner = {
    "@context": "dtmi:dtdl:context;2",
    "@id": "dtmi:com:example:House:part;1",
    "@type": "Interface",
  };
  expect(await planImport(dir, named(ownerText(house, inner)))).toHaveLength(1);
});

test("two versions of a model may define the same elements", async () => {
  const { dir } = await tempFolder();
  const inner = {
    "@context": "dtmi:dtdl:context;2",
    "@id": "dtmi:com:example:House:part;1",
    "@type": "Interface",
  };
  const versions = [ownerText(house, inner), ownerText("dtmi:com:example:House;2", inner)];
  expect(await planImport(dir, named(...versions))).toHaveLength(2);
});

test("every model that depends on what is nowhere is told, each problem once", async () => {
  const { dir } = await tempFolder();
  const texts = named(ownerText(house, room), modelText(room, [thing]), modelText(room, [thing]));
  const error = await planImport(dir, texts).catch((e: unknown) => e);
  expect(error).toMatchObject({ code: "PNP_MODEL_NOT_FOUND" });
  const { issues } = error as { issues: { code: string; location: { source: string } }[] };
  expect(issues.map(({ location }) => location.source)).toEqual(["file2.json", "file1.json"]);
});

test("two models for one file are refused, the same one twice is not", async () => {
  const { dir } = await tempFolder();
  const other = modelText(thing).replace("Model", "Another model");
  const capitals = modelText("dtmi:com:example:THING;1");
  for (const second of [other, capitals]) {
    await expect(planImport(dir, named(modelText(thing), second))).rejects.toMatchObject({
      issues: [{ code: "repositoryDuplicate" }],
    });
  }
  expect(await planImport(dir, named(modelText(thing), modelText(thing)))).toHaveLength(1);
});

test("nothing is written through a link that leads out of the folder", async () => {
  const { dir, write } = await tempFolder();
  const outside = await tempFolder();
  await write("dtmi/readme.txt", "");
  await symlink(outside.dir, join(dir, "dtmi/com"));
  const plan = await planImport(dir, named(modelText(thing)));
  await expect(placeFiles(dir, plan, keep)).rejects.toMatchObject({ code: "PNP_USAGE" });
  await expect(outside.read("example/thing-1.json")).rejects.toThrow();
});

test("a place where nothing can be written is named", async () => {
  const { dir, write } = await tempFolder();
  const plan = await planImport(dir, named(modelText(thing)));
  const file = await write("file", "");
  await expect(placeFiles(join(file, "below"), plan, keep)).rejects.toMatchObject({
    code: "PNP_USAGE",
    message: expect.stringContaining("cannot be written"),
  });
});
