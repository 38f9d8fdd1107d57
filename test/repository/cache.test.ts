import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { isPnpError } from "../../src/errors.js";
import {
  createModelRepository,
  type ModelRepository,
  type ModelRepositoryOptions,
} from "../../src/repository/index.js";
import { expandedPathOf, filesOf, modelText, offersExpanded, pathOf } from "./test-models.js";

const address = "https://models.example.test";
const room = "dtmi:com:example:Room;1";
const thing = "dtmi:com:example:Thing;1";
const files = filesOf({ [room]: modelText(room, [thing]), [thing]: modelText(thing) });
let cacheDir: string;

beforeEach(async () => {
  cacheDir = await mkdtemp(join(tmpdir(), "twinplug-cache-"));
});
afterEach(() => rm(cacheDir, { recursive: true, force: true }));

/** A repository over a server that exists in this test only, and what it was asked. */
function cached(
  served: Readonly<Record<string, string>>,
  options: ModelRepositoryOptions = {},
  location = address,
): { readonly repository: ModelRepository; readonly asked: string[] } {
  const asked: string[] = [];
  const fetch = async (url: string | URL | Request): Promise<Response> => {
    const path = new URL(String(url)).pathname;
    asked.push(path);
    const text = served[path];
    return new Response(text ?? "", { status: text === undefined ? 404 : 200 });
  };
  const repository = createModelRepository(location, { cacheDir, fetch, ...options });
  return { repository, asked };
}

/** Paths of all files in the cache. */
async function kept(): Promise<readonly string[]> {
  const entries = await readdir(cacheDir, { recursive: true, withFileTypes: true });
  return entries.filter((each) => each.isFile()).map((each) => join(each.parentPath, each.name));
}

test("models that were read once are not asked for again", async () => {
  await cached(files).repository.getModels(room);
  const { repository, asked } = cached({});
  const found = await repository.getModels(room);
  expect([...found.keys()]).toEqual([room, thing]);
  expect(found.get(room)?.source).toBe(`${address}${pathOf(room)}`);
  expect(await repository.resolve([thing])).toHaveLength(1);
  expect(asked).toEqual([]);
});

test("an expanded file is kept too, and serves single models", async () => {
  const expanded = `[${files[pathOf(room)]},${files[pathOf(thing)]}]`;
  const served = { "/metadata.json": offersExpanded, [expandedPathOf(room)]: expanded };
  await cached(served).repository.getModels(room);
  const { repository, asked } = cached({});
  expect((await repository.getModels(room)).size).toBe(2);
  expect((await repository.resolve([room]))[0]?.text).toBe(expanded);
  expect(asked).toEqual([]);
});

test("the cache holds the files as they were published, and no metadata or half-written files", async () => {
  await cached({ "/metadata.json": "{}", ...files }).repository.getModels(room);
  const paths = await kept();
  expect(paths).toHaveLength(2);
  const path = paths.find((each) => each.endsWith(join(...pathOf(room).split("/")))) ?? "";
  expect(await readFile(path, "utf8")).toBe(files[pathOf(room)]);
  await expect(
    createModelRepository(join(path, "../../../..")).resolve([room]),
  ).resolves.toHaveLength(1);
});

test.each(["", "{", "[]", '{"@id":"dtmi:com:example:THING;1"}', "\u0000"])(
  "a damaged file is fetched again: %j",
  async (damage) => {
    await cached(files).repository.getModels(thing);
    const [path = ""] = await kept();
    await writeFile(path, damage);
    const { repository, asked } = cached(files);
    expect((await repository.getModels(thing)).get(thing)?.text).toBe(files[pathOf(thing)]);
    expect(asked).toContain(pathOf(thing));
    expect(await readFile(path, "utf8")).toBe(files[pathOf(thing)]);
  },
);

test("what is in the way of a cached file does not disturb", async () => {
  await cached(files).repository.getModels(thing);
  const [path = ""] = await kept();
  await rm(path);
  await mkdir(path);
  expect((await cached(files).repository.getModels(thing)).size).toBe(1);
  const inFile = cached(files, { cacheDir: join(import.meta.filename, "cache") });
  expect((await inFile.repository.getModels(thing)).size).toBe(1);
});

test("offline asks nobody and takes what there is", async () => {
  await cached(files).repository.getModels(room);
  const { repository, asked } = cached(files, { offline: true });
  expect((await repository.getModels(room)).size).toBe(2);
  const absent = "dtmi:com:example:Absent;1";
  const error = await repository.getModels(absent).catch((e: unknown) => e);
  if (!isPnpError(error, "PNP_MODEL_NOT_FOUND")) throw error;
  expect(error.message).toContain(join(cacheDir, "models.example.test-"));
  expect(asked).toEqual([]);
});

test("offline without a cache has no models", async () => {
  const asked: unknown[] = [];
  const fetch = async (url: unknown) => {
    asked.push(url);
    return new Response("");
  };
  const repository = createModelRepository(address, { fetch, offline: true });
  await expect(repository.getModels(thing)).rejects.toMatchObject({ code: "PNP_MODEL_NOT_FOUND" });
  expect(asked).toEqual([]);
});

test("wrong answers are not kept", async () => {
  for (const text of ["<html>", modelText(thing.toLowerCase())]) {
    await cached({ [pathOf(thing)]: text })
      .repository.getModels(thing)
      .catch(() => {});
  }
  expect(await kept()).toEqual([]);
});

test("each repository has its own part of the cache, whatever its name", async () => {
  const upper = `${address}/A`;
  await cached({ [`/A${pathOf(thing)}`]: modelText(thing) }, {}, upper).repository.getModels(thing);
  const lower = cached({}, {}, `${address}/a`);
  await expect(lower.repository.getModels(thing)).rejects.toMatchObject({
    code: "PNP_MODEL_NOT_FOUND",
  });
  const [path = ""] = await kept();
  expect(path.startsWith(cacheDir)).toBe(true);
  const strange = cached(files, {}, "https://[::1]:8443/%2e%2e/..%2f..%2fx/");
  await strange.repository.getModels(thing).catch(() => {});
  for (const each of await kept()) expect(each.startsWith(cacheDir)).toBe(true);
});

test("a server on this computer over plain http is asked each time", async () => {
  const local = "http://localhost:8080";
  await cached(files, {}, local).repository.getModels(thing);
  expect(await kept()).toEqual([]);
});

test("many at once write the same models without disturbing each other", async () => {
  const all = Array.from({ length: 20 }, () => cached(files).repository.getModels(room));
  for (const found of await Promise.all(all)) expect(found.size).toBe(2);
  expect(await kept()).toHaveLength(2);
});
