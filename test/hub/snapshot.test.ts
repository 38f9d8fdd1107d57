import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { startHub } from "../../src/hub/index.js";
import { restoreSnapshot, saveSnapshot } from "../../src/hub/store/snapshot.js";
import { connectedDevice, registry } from "./sdk.js";

function testFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "twinplug-snapshot-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** Such as JSON lets stand as it is, but some take for the end of a line. */
const text = 'a\u2028b\n"käse"';

/** A data folder with a device that has sent something, and the snapshot of it. */
async function savedFolder(): Promise<{ readonly data: string; readonly file: string }> {
  const data = testFolder();
  const file = join(testFolder(), "state.jsonl");
  const hub = await startHub({ data, name: "saved" });
  hub.redirect();
  hub.createDevice("dev1");
  await registry(hub).updateTwin("dev1", { tags: { text } }, "*");
  await saveSnapshot(data, file);
  hub.createDevice("later");
  await hub.close();
  return { data, file };
}

test("a snapshot of a running hub has what was there then, keys and events included", async () => {
  const { data, file } = await savedFolder();
  expect(statSync(file).mode & 0o777).toBe(0o600);
  const elsewhere = testFolder();
  expect(await restoreSnapshot(file, elsewhere)).toMatchObject({ hub: "saved" });
  const hub = await startHub({ data: elsewhere });
  onTestFinished(() => hub.close());
  hub.redirect();
  const { responseBody: devices } = await registry(hub).list();
  expect(devices.map(({ deviceId }) => deviceId)).toEqual(["dev1"]);
  const { responseBody: twin } = await registry(hub).getTwin("dev1");
  expect(twin.tags).toEqual({ text });
  expect(hub.events().map(({ source }) => source)).toEqual([
    "deviceLifecycleEvents",
    "twinChangeEvents",
  ]);
  const original = await startHub({ data });
  expect(hub.connectionString).toBe(original.connectionString);
  await original.close();
});

test("a stopped hub can be saved too, and what is restored takes the place of what was there", async () => {
  const { data, file } = await savedFolder();
  const second = `${file}.later`;
  await saveSnapshot(data, second);
  await restoreSnapshot(file, data);
  const before = await startHub({ data });
  expect(before.events().some(({ target }) => target.deviceId === "later")).toBe(false);
  await expect(restoreSnapshot(second, data)).rejects.toMatchObject({ code: "PNP_CONFLICT" });
  await before.close();
  await restoreSnapshot(second, data);
  const after = await startHub({ data });
  expect(after.events().some(({ target }) => target.deviceId === "later")).toBe(true);
  await after.close();
});

test("a snapshot taken under load is of one moment", async () => {
  const data = testFolder();
  const file = join(testFolder(), "state.jsonl");
  const hub = await startHub({ data });
  hub.redirect();
  hub.createDevice("dev1");
  const device = await connectedDevice(hub.deviceConnectionString("dev1"));
  const twin = await device.getTwin();
  let isOver = false;
  const working = (async () => {
    for (let count = 1; !isOver; count += 1) {
      await new Promise((resolve) => twin.properties.reported.update({ count }, resolve));
    }
  })();
  for (let round = 0; round < 5; round += 1) await saveSnapshot(data, file);
  isOver = true;
  await working;
  await hub.close();
  await restoreSnapshot(file, data);
  const restored = await startHub({ data });
  onTestFinished(() => restored.close());
  restored.redirect();
  const { responseBody } = await registry(restored).getTwin("dev1");
  const { count, $version } = responseBody.properties.reported;
  expect(count).toBeGreaterThan(0);
  expect($version).toBe(1 + count);
  // The write and the event that tells of it are there together or not at all.
  const told = restored.events().filter(({ source }) => source === "twinChangeEvents");
  expect(told.length).toBe(count);
});

test.each([
  ["cut off", (text: string) => text.replace(/\{"records".*\n$/, ""), "its end is missing"],
  ["changed", (text: string) => text.replace('"dev1"', '"dev2"'), "it has been changed"],
  ["without a line", (text: string) => text.replace(/\n\["devices".*\n/, "\n"), "makes no sense"],
  ["with a line more", (text: string) => `${text}["a",0,[]]\n`, "stands behind the end"],
  ["of something else", () => "{}\n", "it does not begin as one"],
  ["empty", () => "", "its end is missing"],
  [
    "of a newer format",
    (text: string) => text.replace('"format":1', '"format":2'),
    "has the format 2",
  ],
])("a snapshot %s is refused, and nothing is changed", async (_name, damage, problem) => {
  const { data, file } = await savedFolder();
  writeFileSync(file, damage(readFileSync(file, "utf8")));
  await expect(restoreSnapshot(file, data)).rejects.toMatchObject({
    code: "PNP_USAGE",
    message: expect.stringContaining(problem),
  });
  const hub = await startHub({ data });
  expect(hub.isNew).toBe(false);
  await hub.close();
});

test("where there is no data, there is no snapshot", async () => {
  const file = join(testFolder(), "state.jsonl");
  await expect(saveSnapshot(testFolder(), file)).rejects.toMatchObject({
    code: "PNP_USAGE",
    hint: expect.stringContaining("--memory"),
  });
  expect(existsSync(file)).toBe(false);
});
