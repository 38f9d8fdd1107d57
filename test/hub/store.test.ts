import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import { openDataFolder } from "../../src/hub/store/data-folder.js";
import { DurableStore } from "../../src/hub/store/durable-store.js";
import { MemoryStore } from "../../src/hub/store/memory-store.js";
import type { LogForm, Store } from "../../src/hub/store/store.js";
import { HeldFile } from "./held-file.js";

const texts: LogForm<string> = {
  write: (values) => Buffer.from(JSON.stringify(values)),
  read: (bytes) => JSON.parse(Buffer.from(bytes).toString()),
};

function testFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "twinplug-store-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

async function openStore(folder: string): Promise<Store> {
  return (await openDataFolder(folder)).store;
}

describe.each([
  ["in memory", async (): Promise<Store> => new MemoryStore()],
  ["on disk", async (): Promise<Store> => openStore(testFolder())],
  [
    "on disk, for the loss of power too",
    async (): Promise<Store> => (await openDataFolder(testFolder(), "power")).store,
  ],
])("%s", (_name, open) => {
  test("a map is a Map", async () => {
    const store = await open();
    const map = store.map<{ readonly value: number }>("things");
    map.set("b", { value: 1 }).set("a", { value: 2 }).set("b", { value: 3 });
    expect([...map]).toEqual([
      ["b", { value: 3 }],
      ["a", { value: 2 }],
    ]);
    expect([map.delete("b"), map.delete("b"), map.size]).toEqual([true, false, 1]);
    map.clear();
    expect([...map.values()]).toEqual([]);
    await store.close();
  });

  test("a setting is made once", async () => {
    const store = await open();
    const made = store.setting("id", () => "first");
    expect(made).toBe("first");
    await store.close();
  });
});

test("what was written before the end is there afterwards, in its order", async () => {
  const folder = testFolder();
  const before = await openStore(folder);
  const map = before.map<unknown>("things");
  map.set("z", { text: "käse\u2028__proto__", list: [1.5, -0.25, 9007199254740991] });
  map.set("a", 1).set("gone", 2).set("m", null);
  map.delete("gone");
  map.set("a", 3);
  before.setting("id", () => "kept");
  await before.close();
  const after = await openStore(folder);
  expect([...after.map("things")]).toEqual([
    ["z", { text: "käse\u2028__proto__", list: [1.5, -0.25, 9007199254740991] }],
    ["a", 3],
    ["m", null],
  ]);
  expect(after.setting("id", () => "new")).toBe("kept");
  await after.close();
});

test("a key that comes back stands behind the others", async () => {
  const folder = testFolder();
  const before = await openStore(folder);
  const map = before.map<number>("things");
  map.set("a", 1).set("b", 2);
  map.delete("a");
  map.set("a", 3);
  await before.close();
  const after = await openStore(folder);
  expect([...after.map("things").keys()]).toEqual(["b", "a"]);
  await after.close();
});

test("a log keeps what came and forgets what nobody needs, record by record", async () => {
  const folder = testFolder();
  const before = await openStore(folder);
  const log = before.log("lines", texts);
  log.append(0, "zero");
  log.append(1, "one");
  await before.committed?.();
  log.append(2, "two");
  await before.committed?.();
  log.append(3, "three");
  log.forgetBefore(1);
  log.forgetBefore(2);
  await before.close();
  const after = await openStore(folder);
  const restored = after.log("lines", texts);
  expect(restored.restored).toEqual(["two", "three"]);
  restored.forgetBefore(99);
  await after.close();
  // The last record stays, so that the count goes on from it.
  const last = await openStore(folder);
  expect(last.log("lines", texts).restored).toEqual(["three"]);
  await last.close();
});

test("abandoned writes leave nothing behind", async () => {
  const folder = testFolder();
  const before = await openDataFolder(folder);
  before.store.map<number>("things").set("a", 1);
  await before.abandon();
  const after = await openDataFolder(folder);
  expect(after.isNew).toBe(true);
  expect(after.store.map("things").size).toBe(0);
  await after.store.close();
});

test("everything written in one go is one commit, and what comes meanwhile is the next one", async () => {
  const file = new HeldFile();
  const store = new DurableStore(file);
  const map = store.map<number>("things");
  expect(store.committed()).toBeUndefined();
  map.set("a", 1).set("b", 1).set("a", 2);
  const first = store.committed();
  await file.written();
  map.set("a", 3);
  map.set("a", 4);
  const second = store.committed();
  expect(second).not.toBe(first);
  expect(file.texts()).toEqual([['["a",2]', '["b",1]']]);
  file.finish();
  await first;
  await file.written();
  expect(file.texts()).toEqual([['["a",2]', '["b",1]'], ['["a",4]']]);
  file.finish();
  await second;
  expect(store.committed()).toBeUndefined();
});

test("after a refused commit nothing is committed any more, and the store says why", async () => {
  const file = new HeldFile();
  const store = new DurableStore(file);
  const map = store.map<number>("things");
  map.set("a", 1);
  let isDone = false;
  void store.committed()?.then(() => {
    isDone = true;
  });
  await file.written();
  file.fail(new Error("no space left on device"));
  expect((await store.failure).message).toBe("no space left on device");
  map.set("b", 2);
  expect(store.committed()).toBeDefined();
  await store.close();
  expect([isDone, file.texts().length, file.isClosed]).toEqual([false, 1, true]);
});
