import { expect, onTestFinished, test } from "vitest";
import { connectHub } from "../../src/azure/connect-hub.js";
import { registry, testHub } from "../hub/sdk.js";

test("with notifications the transport tells when a twin has changed, and of no other twin", async () => {
  const hub = await testHub();
  hub.createDevice("dev1");
  hub.createDevice("dev2");
  const connection = connectHub(hub.connectionString, { notifications: true });
  onTestFinished(() => connection.close());
  const { signal } = new AbortController();
  const { waitForChange } = connection.transport;
  // The first wait also ends when the stream of changes stands.
  await waitForChange?.({ deviceId: "dev1" }, signal);
  const told: string[] = [];
  const waits = ["dev1", "dev2"].map((deviceId) =>
    waitForChange?.({ deviceId }, signal).then(() => told.push(deviceId)),
  );
  await registry(hub).updateTwin("dev1", { tags: { floor: 3 } }, "*");
  await waits[0];
  expect(told).toEqual(["dev1"]);
});

test("without notifications waiting is left to reading", async () => {
  const hub = await testHub();
  const connection = connectHub(hub.connectionString);
  onTestFinished(() => connection.close());
  expect(connection.transport.waitForChange).toBeUndefined();
});
