import { mkdtempSync, readFileSync, rmSync, statSync, truncateSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import azureIothub from "azure-iothub";
import fc from "fast-check";
import { expect, onTestFinished, test } from "vitest";
import { startHub } from "../../src/hub/index.js";
import { openDataFolder, recordFile } from "../../src/hub/store/data-folder.js";
import { startHubProcess } from "./durable-process.js";
import { registry } from "./sdk.js";

function testFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "twinplug-damage-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** A folder with some hundred records on many pages, of which some are larger than a page. */
async function filledFolder(): Promise<string> {
  const folder = testFolder();
  const { store } = await openDataFolder(folder);
  const map = store.map<unknown>("things");
  for (let index = 0; index < 300; index += 1) {
    map.set(`key ${index}`, { text: String(index).repeat(index % 50 === 0 ? 5000 : 100) });
  }
  await store.close();
  return folder;
}

async function readAll(folder: string): Promise<string> {
  const { store } = await openDataFolder(folder);
  try {
    return JSON.stringify([...store.map("things")]);
  } finally {
    await store.close();
  }
}

const refusal = { code: "PNP_USAGE", message: expect.stringContaining("is damaged: ") };

test("a truncated file is refused, with what is wrong and what to do", async () => {
  const folder = await filledFolder();
  const path = recordFile(folder);
  const { size } = statSync(path);
  for (const left of [size - 4096 * 20, Math.floor(size / 2), 8192, 5000, 100, 1]) {
    truncateSync(path, left);
    await expect(readAll(folder)).rejects.toMatchObject({
      ...refusal,
      hint: expect.stringContaining("pnp hub snapshot restore"),
    });
  }
});

test("a file of zeros, or of something else, is refused", async () => {
  const folder = await filledFolder();
  const path = recordFile(folder);
  const { size } = statSync(path);
  for (const bytes of [
    Buffer.alloc(size),
    Buffer.from("no database".repeat(2000)),
    Buffer.alloc(size, 0xff),
  ]) {
    writeFileSync(path, bytes);
    await expect(readAll(folder)).rejects.toMatchObject(refusal);
  }
});

test("whatever bytes are overwritten, the records are whole or refused", async () => {
  const folder = await filledFolder();
  const path = recordFile(folder);
  const records = await readAll(folder);
  const whole = readFileSync(path);
  const damage = fc.record({
    at: fc.nat({ max: whole.length - 1 }),
    length: fc.constantFrom(1, 8, 200, 4096),
    filler: fc.constantFrom(0, 0x55, 0xff),
  });
  await fc.assert(
    fc.asyncProperty(damage, async ({ at, length, filler }) => {
      const bytes = Buffer.from(whole);
      bytes.fill(filler, at, Math.min(at + length, bytes.length));
      writeFileSync(path, bytes);
      const found = await readAll(folder).catch((error: unknown) => error);
      if (found !== records) expect(found).toMatchObject(refusal);
    }),
    { numRuns: Number(process.env.TWINPLUG_TEST_RUNS ?? 60) },
  );
});

test("data of a newer format is refused", async () => {
  const folder = testFolder();
  const { store } = await openDataFolder(folder);
  store.map<string>("settings");
  await store.close();
  const file = await import("../../src/hub/store/lmdb-file.js");
  const opened = await file.LmdbFile.open(recordFile(folder));
  const bytes = Buffer.from(JSON.stringify(["format", "2"]));
  await opened.write([{ table: "settings", position: 0, bytes }]);
  await opened.close();
  await expect(openDataFolder(folder)).rejects.toMatchObject({
    code: "PNP_USAGE",
    message: expect.stringContaining("has the format 2; this version knows 1"),
  });
});

test("a folder has one hub at a time, and says which process that is", async () => {
  const folder = testFolder();
  const hub = await startHub({ data: folder });
  await expect(startHub({ data: folder })).rejects.toMatchObject({
    code: "PNP_CONFLICT",
    message: `The hub's data in ${folder} is in use by process ${process.pid}.`,
  });
  await hub.close();
  await (await startHub({ data: folder })).close();
});

test("the lock of a killed hub keeps nobody out, that of a living one does", async () => {
  const folder = testFolder();
  const hub = await startHubProcess(folder);
  await expect(startHub({ data: folder })).rejects.toMatchObject({
    message: expect.stringContaining(`in use by process ${hub.description.pid}`),
  });
  await hub.kill();
  await (await startHub({ data: folder })).close();
});

test("data is for its user alone", async () => {
  const folder = join(testFolder(), "new");
  const hub = await startHub({ data: folder });
  expect(statSync(folder).mode & 0o777).toBe(0o700);
  expect(statSync(recordFile(folder)).mode & 0o777).toBe(0o600);
  await hub.close();
});

test("data of another hub's name is refused", async () => {
  const folder = testFolder();
  await (await startHub({ data: folder, name: "one" })).close();
  await expect(startHub({ data: folder, name: "other" })).rejects.toMatchObject({
    code: "PNP_USAGE",
    message: `The data in ${folder} is of the hub one, not other.`,
  });
});

test.skipIf(process.platform === "win32")(
  "a disk that takes no more ends the hub, which says why; what it acknowledged is there",
  async () => {
    const folder = testFolder();
    // A limit on the size of files, in KB, stands for a full disk.
    const hub = await startHubProcess(folder, { largestFile: 300 });
    const { connectionStrings } = hub.description;
    const service = azureIothub.Registry.fromConnectionString(connectionStrings.iothubowner ?? "");
    const made: string[] = [];
    const filler = "x".repeat(4000);
    await expect(
      (async () => {
        for (let count = 1; ; count += 1) {
          const deviceId = `dev${count}`;
          await service.create({ deviceId });
          await service.updateTwin(deviceId, { tags: { filler } }, "*");
          made.push(deviceId);
        }
      })(),
    ).rejects.toThrow();
    const complaint = `The hub's data in ${folder} cannot be written: `;
    const reasons = ["File too large", "Input/output error"].map((reason) => complaint + reason);
    const said = await hub.complaints();
    expect(reasons.some((reason) => said.includes(reason))).toBe(true);
    const again = await startHub({ data: folder });
    onTestFinished(() => again.close());
    again.redirect();
    const query = registry(again).createQuery(
      "SELECT deviceId FROM devices WHERE is_defined(tags.filler)",
      1000,
    );
    const kept = (await query.next()).result.map(
      ({ deviceId }: { readonly deviceId: string }) => deviceId,
    );
    expect(kept).toEqual(expect.arrayContaining(made));
    expect(kept.length - made.length).toBeLessThanOrEqual(1);
  },
);
