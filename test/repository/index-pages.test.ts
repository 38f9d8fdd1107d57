import { existsSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { planExpanded } from "../../src/repository/expand.js";
import { planIndex } from "../../src/repository/index-pages.js";
import { placeFiles } from "../../src/repository/planned-file.js";
import { tempFolder } from "./temp-folder.js";
import { modelText } from "./test-models.js";

const now = new Date("2026-11-21T12:00:00Z");
const always = { replace: true, dryRun: false };
const idOf = (number: number): string => `dtmi:com:example:Model${number};1`;

function modelsUpTo(count: number): Record<string, string> {
  const ids = Array.from({ length: count }, (_, at) => idOf(at));
  return Object.fromEntries(ids.map((id) => [id, modelText(id)]));
}

test("pages list the models in order and lead to each other", async () => {
  const { dir, read } = await tempFolder(modelsUpTo(5));
  const plan = await planIndex(dir, { now, pageSize: 2 });
  expect(plan).toMatchObject({ models: 5, pages: 3, expanded: false });
  await placeFiles(dir, plan.files, always);
  expect(JSON.parse(await read("index.page.1.json"))).toEqual({
    links: { self: "index.page.1.json", next: "index.page.2.json", prev: "index.json" },
    models: {
      [idOf(2)]: { displayName: `Model ${idOf(2)}` },
      [idOf(3)]: { displayName: `Model ${idOf(3)}` },
    },
    version: "1.0",
  });
  expect(JSON.parse(await read("index.json")).links).toEqual({
    self: "index.json",
    next: "index.page.1.json",
  });
  expect(JSON.parse(await read("index.page.2.json")).links).toEqual({
    self: "index.page.2.json",
    prev: "index.page.1.json",
  });
});

test("a page has 2048 models", async () => {
  const { dir } = await tempFolder(modelsUpTo(2049));
  const { pages, files } = await planIndex(dir, { now });
  expect(pages).toBe(2);
  const first = JSON.parse(files[0]?.text() ?? "");
  expect(Object.keys(first.models)).toHaveLength(2048);
});

test("display texts are listed as the model has them, and where it has them", async () => {
  const { dir, write } = await tempFolder();
  const text = { "@id": idOf(1), displayName: { en: "One", de: "Eins" }, description: "The first" };
  await write("dtmi/com/example/model1-1.json", JSON.stringify(text));
  await write("dtmi/com/example/model2-1.json", JSON.stringify({ "@id": idOf(2) }));
  const { files } = await planIndex(dir, { now });
  expect(JSON.parse(files[0]?.text() ?? "").models).toEqual({
    [idOf(1)]: { displayName: text.displayName, description: "The first" },
    [idOf(2)]: {},
  });
});

test("the metadata counts the models and says whether all are expanded", async () => {
  const { dir, read } = await tempFolder(modelsUpTo(3));
  await placeFiles(dir, await planExpanded(dir), always);
  await placeFiles(dir, (await planIndex(dir, { now })).files, always);
  expect(JSON.parse(await read("metadata.json"))).toEqual({
    totalModelCount: 3,
    features: { expanded: true, index: true },
    publishDateUtc: "2026-11-21T12:00:00.000Z",
  });
});

test("indexing again changes nothing, and what others wrote into the metadata stays", async () => {
  const { dir, write, read } = await tempFolder(modelsUpTo(1));
  await write("metadata.json", '{"commitId":"abc","sourceRepo":"example/models"}');
  await placeFiles(dir, (await planIndex(dir, { now })).files, always);
  const later = await planIndex(dir, { now: new Date("2027-01-01T00:00:00Z") });
  const again = await placeFiles(dir, later.files, always);
  expect(again.map(({ status }) => status)).toEqual(["unchanged", "unchanged"]);
  expect(JSON.parse(await read("metadata.json"))).toMatchObject({
    commitId: "abc",
    sourceRepo: "example/models",
    publishDateUtc: now.toISOString(),
  });
});

test("pages that are no longer needed are removed, other files stay", async () => {
  const { dir, write } = await tempFolder(modelsUpTo(1));
  for (const name of ["index.page.1.json", "index.page.22.json", "index.page.x.json"]) {
    await write(name, "{}");
  }
  const { files } = await planIndex(dir, { now });
  const placed = await placeFiles(dir, files, always);
  expect(placed.filter(({ status }) => status === "removed").map(({ path }) => path)).toEqual([
    "index.page.1.json",
    "index.page.22.json",
  ]);
  expect(existsSync(join(dir, "index.page.1.json"))).toBe(false);
  expect(existsSync(join(dir, "index.page.x.json"))).toBe(true);
});

test("broken metadata is written anew", async () => {
  const { dir, write, read } = await tempFolder(modelsUpTo(1));
  await write("metadata.json", "[");
  await placeFiles(dir, (await planIndex(dir, { now })).files, always);
  expect(JSON.parse(await read("metadata.json")).totalModelCount).toBe(1);
});
