import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect, test } from "vitest";
import { resolveModel } from "../../src/dtdl/resolve.js";
import { isPnpError } from "../../src/errors.js";
import { chainRepositories } from "../../src/repository/chain.js";
import { folderRepository } from "../../src/repository/folder.js";

const models = fileURLToPath(new URL("../../models", import.meta.url));
const controller = "dtmi:com:example:TemperatureController;1";
let dir: string;

beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), "twinplug-models-"));
});
afterAll(() => rm(dir, { recursive: true, force: true }));

async function put(path: string, id: string): Promise<void> {
  const file = join(dir, path);
  await mkdir(dirname(file), { recursive: true });
  await writeFile(
    file,
    JSON.stringify({ "@context": "dtmi:dtdl:context;2", "@id": id, "@type": "Interface" }),
  );
}

test("the models that come with the package parse, and lead to each other", async () => {
  const repository = folderRepository(models);
  const model = await resolveModel(await repository.resolve([controller]), repository);
  const contents = [...(model.interfaces.get(controller)?.contents.values() ?? [])];
  expect(contents.map(({ kind, name }) => `${kind} ${name}`)).toEqual([
    "Telemetry workingSet",
    "Property serialNumber",
    "Command reboot",
    "Component thermostat1",
    "Component thermostat2",
    "Component deviceInformation",
  ]);
});

test("what a folder does not have is left out of the answer", async () => {
  expect(await folderRepository(dir).resolve(["dtmi:com:example:Absent;1"])).toEqual([]);
});

test("identifiers that are no model identifiers never become paths", async () => {
  const answer = await folderRepository(dir).resolve([
    "../../etc/passwd",
    "dtmi:com:..:x;1",
    "dtmi:a",
  ]);
  expect(answer).toEqual([]);
});

test("a file with another spelling of the identifier is refused with its path", async () => {
  await put("dtmi/com/example/lamp-1.json", "dtmi:com:example:lamp;1");
  const error = await folderRepository(dir)
    .resolve(["dtmi:com:example:Lamp;1"])
    .catch((e: unknown) => e);
  if (!isPnpError(error, "PNP_MODEL_NOT_FOUND")) throw error;
  expect(error.message).toContain(join("dtmi", "com", "example", "lamp-1.json"));
  expect(error.message).toContain("dtmi:com:example:lamp;1");
});

test("a folder in place of the file is refused", async () => {
  await mkdir(join(dir, "dtmi/com/example/fan-1.json"), { recursive: true });
  const error = await folderRepository(dir)
    .resolve(["dtmi:com:example:Fan;1"])
    .catch((e: unknown) => e);
  expect(isPnpError(error, "PNP_MODEL_NOT_FOUND")).toBe(true);
});

test("repositories in a chain complete each other", async () => {
  await put("dtmi/com/example/pump-1.json", "dtmi:com:example:Pump;1");
  const chain = chainRepositories(folderRepository(dir), folderRepository(models));
  const texts = await chain.resolve(["dtmi:com:example:Pump;1", controller]);
  expect(texts.map(({ source }) => source.endsWith("-1.json"))).toEqual([true, true]);
  expect(chain.tried?.("dtmi:com:example:Pump;1")).toHaveLength(2);
});
