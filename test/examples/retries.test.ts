import { expect, test } from "vitest";
import { connectDevice } from "../../src/azure/device.js";
import { faultyFront } from "../azure/faulty-front.js";
import { testHub } from "../hub/sdk.js";
import { runExample } from "./run-example.js";

test("transient failures are survived, and nothing that may have run is run again", async () => {
  const hub = await testHub();
  hub.createDevice("mydevice");
  const device = await connectDevice(hub.deviceConnectionString("mydevice"));
  let count = 0;
  await device.onCommand(async () => ({ status: 200, payload: ++count }));
  const front = await faultyFront(hub);
  front.plan(
    // Reading the twin.
    ...([503, "answerLost", "pass"] as const),
    // Setting a value: the read, then the write, which the hub never saw the first time.
    ...(["pass", "lost", "pass"] as const),
    // Reading it.
    "pass",
    // The command that is throttled, the one whose answer is lost, and the one that is given up.
    ...([429, "pass", "answerLost", "silent"] as const),
  );
  const { lines } = await runExample(() => import("./retries.js"), {
    IOTHUB_CONNECTION_STRING: hub.connectionString,
  });
  expect(lines).toEqual([
    "etag AAAAAAAAAAE=",
    "interval 10",
    "count 1",
    "Its outcome is unknown.",
    "PNP_ABORTED It may have been done all the same: read before you repeat it.",
  ]);
  expect(count).toBe(3);
  expect(front.arrived).toHaveLength(11);
  await device.close();
}, 20_000);
