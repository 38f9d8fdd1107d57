import { mkdir, mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect, test } from "vitest";
import { resolveModel } from "../../src/dtdl/resolve.js";
import { isPnpError, type PnpError, type PnpErrorCode } from "../../src/errors.js";
import { chainRepositories } from "../../src/repository/chain.js";
import { folderRepository } from "../../src/repository/folder.js";
import { modelText } from "./test-models.js";

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

async function refusal(promise: Promise<unknown>, code: PnpErrorCode): Promise<PnpError> {
  const error = await promise.then(
    () => undefined,
    (e: unknown) => e,
  );
  if (!isPnpError(error, code)) throw new Error(`expected ${code}`, { cause: error });
  return error;
}

async function write(path: string, content: string | Uint8Array): Promise<string> {
  const file = join(dir, path);
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, content);
  return file;
}

test("a file may begin with a byte order mark, and may be an array", async () => {
  const bom = "dtmi:com:example:Bom;1";
  const list = "dtmi:com:example:List;1";
  await write("dtmi/com/example/bom-1.json", `\uFEFF${modelText(bom)}`);
  await write(
    "dtmi/com/example/list-1.json",
    `[\n    {\n      "@id": "${bom}"\n    },\n    {\n      "@id": "${list}"\n    }\n]`,
  );
  const found = await folderRepository(dir).getModels([bom, list]);
  expect(found.get(bom)?.text).toBe(modelText(bom));
  expect(found.get(list)?.text).toBe(`{\n  "@id": "${list}"\n}`);
});

test("what one file of an answer defines is not given by another", async () => {
  const both = "dtmi:com:example:Both;1";
  const inner = "dtmi:com:example:Inner;1";
  await write("dtmi/com/example/both-1.json", `[${modelText(both, [inner])},${modelText(inner)}]`);
  await write("dtmi/com/example/inner-1.json", modelText(inner));
  expect(await folderRepository(dir).resolve([both, inner])).toHaveLength(1);
});

test("single files count before expanded ones, which help out where there are no others", async () => {
  const root = "dtmi:com:example:Root;1";
  const leaf = "dtmi:com:example:Leaf;1";
  await write("dtmi/com/example/root-1.json", modelText(root, [leaf]));
  const expanded = await write(
    "dtmi/com/example/leaf-1.expanded.json",
    `[${modelText(leaf)},${modelText(root)}]`,
  );
  const found = await folderRepository(dir).getModels(root);
  expect(found.get(root)?.source).toBe(join(dir, "dtmi/com/example/root-1.json"));
  expect(found.get(leaf)?.source).toBe(`${expanded}#${leaf}`);
  const other = await folderRepository(dir).getModels(leaf, { dependencies: "tryFromExpanded" });
  expect(other.get(leaf)?.source).toBe(`${expanded}#${leaf}`);
});

test("a link that leads out of the folder is refused, one inside it is followed", async () => {
  const outside = await mkdtemp(join(tmpdir(), "twinplug-outside-"));
  const secret = "dtmi:com:example:Secret;1";
  await writeFile(join(outside, "secret.json"), modelText(secret));
  await mkdir(join(dir, "dtmi/com/linked"), { recursive: true });
  await symlink(join(outside, "secret.json"), join(dir, "dtmi/com/example/secret-1.json"));
  const error = await refusal(folderRepository(dir).getModels(secret), "PNP_MODEL_NOT_FOUND");
  expect(error.message).toContain("is a link that leads out of");
  await symlink(outside, join(dir, "dtmi/com/out"));
  await writeFile(join(outside, "x-1.json"), modelText("dtmi:com:out:X;1"));
  await refusal(folderRepository(dir).getModels("dtmi:com:out:X;1"), "PNP_MODEL_NOT_FOUND");
  const inside = "dtmi:com:linked:Inside;1";
  const real = await write("dtmi/com/real.json", modelText(inside));
  await symlink(real, join(dir, "dtmi/com/linked/inside-1.json"));
  expect((await folderRepository(dir).getModels(inside)).size).toBe(1);
  await rm(outside, { recursive: true });
});

test("the folder itself may be a link", async () => {
  const link = `${dir}-link`;
  await symlink(models, link);
  expect((await folderRepository(link).getModels(controller)).size).toBe(3);
  await rm(link);
});

test("links in a circle are told as unreadable", async () => {
  const path = join(dir, "dtmi/com/example/circle-1.json");
  await symlink(path, path);
  const error = await refusal(
    folderRepository(dir).getModels("dtmi:com:example:Circle;1"),
    "PNP_MODEL_NOT_FOUND",
  );
  expect(error.message).toContain("ELOOP");
});

test.runIf(process.platform !== "win32")("what is no file is refused, not waited for", async () => {
  const server = createServer();
  const path = join(dir, "dtmi/com/example/pipe-1.json");
  await new Promise<void>((done) => server.listen(path, done));
  const error = await refusal(
    folderRepository(dir).getModels("dtmi:com:example:Pipe;1"),
    "PNP_MODEL_NOT_FOUND",
  );
  await new Promise((done) => server.close(done));
  expect(error.message).toContain("is not a file");
});

test.runIf(process.platform === "linux")(
  "a path with capitals is told instead of being missed",
  async () => {
    const file = await write("dtmi/com/Capital/Lamp-1.json", modelText("dtmi:com:Capital:Lamp;1"));
    const error = await refusal(
      folderRepository(dir).getModels("dtmi:com:Capital:Lamp;1"),
      "PNP_MODEL_NOT_FOUND",
    );
    expect(error.message).toContain(`${dirname(file)} should be called capital`);
    expect(error.hint).toContain(join("dtmi", "com", "capital", "lamp-1.json"));
  },
);

test("a file that is no JSON, or no UTF-8, is named, with the place", async () => {
  const path = await write("dtmi/com/example/broken-1.json", '{\n  "@id": oops\n}');
  const broken = await refusal(
    folderRepository(dir).getModels("dtmi:com:example:Broken;1"),
    "PNP_DTDL_INVALID",
  );
  expect(broken.message).toContain(path);
  expect(broken.issues[0]?.location).toMatchObject({ source: path, line: 2 });
  await write("dtmi/com/example/latin-1.json", Uint8Array.of(0x22, 0xe9, 0x22));
  const latin = await refusal(
    folderRepository(dir).getModels("dtmi:com:example:Latin;1"),
    "PNP_DTDL_INVALID",
  );
  expect(latin.message).toContain("is not UTF-8");
});

test("a name too long for a file is missing, not a failure", async () => {
  const long = `dtmi:com:${"x".repeat(1000)};1`;
  expect(await folderRepository(dir).resolve([long])).toEqual([]);
});

test("a folder that does not exist has no models", async () => {
  expect(await folderRepository(join(dir, "nowhere")).resolve([controller])).toEqual([]);
});
