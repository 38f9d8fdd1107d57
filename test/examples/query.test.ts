import { expect, test } from "vitest";
import { connectedDevice, registry, testHub } from "../hub/sdk.js";
import { runExample } from "./run-example.js";

test("the query example prints rows, pages, a count by group, and twins", async () => {
  const hub = await testHub();
  const twins: readonly (readonly [string, object, string | undefined])[] = [
    ["a", { site: "lab", floor: 1 }, "done"],
    ["b", { site: "lab" }, "pending"],
    ["c", { site: "sea", floor: 2 }, "done"],
    ["d", {}, undefined],
    ["e", {}, undefined],
  ];
  for (const [deviceId, tags, status] of twins) {
    hub.createDevice(deviceId);
    await registry(hub).updateTwin(deviceId, { tags }, "*");
    if (status === undefined) continue;
    const device = await connectedDevice(hub.deviceConnectionString(deviceId));
    const twin = await device.getTwin();
    await new Promise<void>((resolve, reject) => {
      twin.properties.reported.update({ maintenance: { status } }, (error: Error | undefined) =>
        error ? reject(error) : resolve(),
      );
    });
  }
  const { lines } = await runExample(() => import("./query.js"), {
    IOTHUB_CONNECTION_STRING: hub.connectionString,
  });
  expect(lines).toEqual([
    "a is on floor 1",
    "b is on floor ?",
    "a page of 2, more to come",
    "a page of 2, more to come",
    "a page of 1",
    "2 × done",
    "1 × pending",
    "2 × not reported",
    "a: no model",
    "b: no model",
    "c: no model",
  ]);
});
