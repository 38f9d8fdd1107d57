import { readdirSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { planExpanded } from "../../src/repository/expand.js";
import { createModelRepository } from "../../src/repository/index.js";
import { placeFiles } from "../../src/repository/planned-file.js";
import { tempFolder } from "./temp-folder.js";
import { expandedPathOf, modelText, ownerText } from "./test-models.js";

const house = "dtmi:com:example:House;1";
const room = "dtmi:com:example:Room;1";
const thing = "dtmi:com:example:Thing;1";
const models = {
  [house]: ownerText(house, room),
  [room]: modelText(room, [thing]),
  [thing]: modelText(thing),
};
const always = { replace: true, dryRun: false };

test("each model gets a file with itself first and all it depends on", async () => {
  const { dir, read } = await tempFolder(models);
  const placed = await placeFiles(dir, await planExpanded(dir), always);
  expect(placed.map(({ status }) => status)).toEqual(["written", "written", "written"]);
  const ids = async (dtmi: string) =>
    JSON.parse(await read(expandedPathOf(dtmi))).map((each: { "@id": string }) => each["@id"]);
  expect(await ids(house)).toEqual([house, room, thing]);
  expect(await ids(thing)).toEqual([thing]);
  const repository = createModelRepository(dir, { dependencies: "tryFromExpanded" });
  const found = await repository.getModels(house);
  expect(found.get(room)?.text).toBe(models[room]);
});

test("expanding again changes nothing", async () => {
  const { dir } = await tempFolder(models);
  await placeFiles(dir, await planExpanded(dir), always);
  const again = await placeFiles(dir, await planExpanded(dir), always);
  expect(again.map(({ status }) => status)).toEqual(["unchanged", "unchanged", "unchanged"]);
});

test("numbers, line separators and unusual blanks inside models stay as they are", async () => {
  const text = `{\r\n\t"@id": "${thing}",\n"a": 1.10, "b": 12345678901234567890, "c": "x\u2028y"\n}`;
  const { dir, read } = await tempFolder({ [thing]: text });
  await placeFiles(dir, await planExpanded(dir), always);
  const expanded = await read(expandedPathOf(thing));
  expect(expanded).toContain('"a": 1.10, "b": 12345678901234567890, "c": "x\u2028y"');
  expect(JSON.parse(expanded)).toEqual([JSON.parse(text)]);
});

test("models that depend on each other are expanded, each with the other", async () => {
  const { dir, read } = await tempFolder({
    [room]: ownerText(room, thing),
    [thing]: ownerText(thing, room),
  });
  await placeFiles(dir, await planExpanded(dir), always);
  expect(JSON.parse(await read(expandedPathOf(room)))).toHaveLength(2);
});

test("every model that lacks a dependency is named, and nothing is planned", async () => {
  const { dir } = await tempFolder({ [house]: ownerText(house, room), [room]: models[room] ?? "" });
  await expect(planExpanded(dir)).rejects.toMatchObject({
    code: "PNP_DTDL_INVALID",
    issues: [
      { code: "unresolvedReference", message: expect.stringContaining(`${thing}, to which`) },
      { code: "unresolvedReference", message: expect.stringContaining(`${thing}, to which`) },
    ],
  });
});

test("one model can be expanded alone; one that is not there is refused", async () => {
  const { dir } = await tempFolder(models);
  const plan = await planExpanded(dir, [room]);
  expect(plan.map(({ path }) => `/${path}`)).toEqual([expandedPathOf(room)]);
  await expect(planExpanded(dir, ["dtmi:com:example:room;1"])).rejects.toMatchObject({
    code: "PNP_MODEL_NOT_FOUND",
  });
});

test("all files that are not in their place, or no model, are told at once", async () => {
  const { dir, write } = await tempFolder({ [thing]: models[thing] ?? "" });
  await write("dtmi/com/wrong-1.json", modelText(room));
  await write("dtmi/com/example/list-1.json", `[${modelText("dtmi:com:example:List;1")}]`);
  await write("dtmi/com/example/noid-1.json", "{}");
  await write("dtmi/com/example/broken-1.json", "{");
  await write("dtmi/com/example/minor-1.json", modelText("dtmi:com:example:Minor;1.2"));
  const error = await planExpanded(dir).catch((e: unknown) => e);
  expect(error).toMatchObject({ code: "PNP_DTDL_INVALID" });
  const { issues } = error as { issues: { code: string }[] };
  expect(issues.map(({ code }) => code).sort()).toEqual([
    "invalidJson",
    "repositoryId",
    "repositoryId",
    "repositoryPath",
    "repositoryRoot",
  ]);
});

test("a folder without models is refused with advice", async () => {
  const { dir } = await tempFolder();
  await expect(planExpanded(dir)).rejects.toMatchObject({ code: "PNP_MODEL_NOT_FOUND" });
  await expect(planExpanded(join(dir, "nowhere"))).rejects.toMatchObject({
    code: "PNP_MODEL_NOT_FOUND",
  });
});

test("a dry run writes nothing, and a written file leaves no draft behind", async () => {
  const { dir } = await tempFolder(models);
  const files = () => readdirSync(dir, { recursive: true }).length;
  const before = files();
  const plan = await planExpanded(dir);
  const placed = await placeFiles(dir, plan, { replace: true, dryRun: true });
  expect(placed[0]?.status).toBe("written");
  expect(files()).toBe(before);
  await placeFiles(dir, plan, always);
  expect(files()).toBe(before + 3);
});
