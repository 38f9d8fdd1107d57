import { expect, test } from "vitest";
import { createChangeWatcher } from "../../../src/client/events/change-watcher.js";
import { createEventStream } from "../../../src/client/events/event-stream.js";
import { fakeSource } from "./fake-source.js";
import { notification } from "./raw.js";

test("a wait ends when the hub tells of a change of that twin, or with its signal", async () => {
  const source = fakeSource();
  const watcher = createChangeWatcher(() => createEventStream(source));
  const never = new AbortController();
  // The first wait also ends when the stream stands: what came before was not told.
  await watcher.waitForChange({ deviceId: "dev1" }, never.signal);
  const told: string[] = [];
  const wait = (deviceId: string, signal: AbortSignal) =>
    watcher.waitForChange({ deviceId }, signal).then(() => void told.push(deviceId));
  const other = new AbortController();
  const waits = [wait("dev1", never.signal), wait("dev2", other.signal)];
  void source.request().onEvents([notification("twinChangeEvents", "updateTwin", {})]);
  await waits[0];
  expect(told).toEqual(["dev1"]);
  other.abort();
  await waits[1];
  expect(told).toEqual(["dev1", "dev2"]);
  await watcher.waitForChange({ deviceId: "dev1" }, AbortSignal.abort());
  await watcher.close();
  expect(source.closed).toBe(1);
});
