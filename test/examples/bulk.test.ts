import { expect, test } from "vitest";
import { registry, testHub } from "../hub/sdk.js";
import { runExample } from "./run-example.js";

test("identities are made, changed and deleted by the hundred, failures told one by one", async () => {
  const hub = await testHub();
  hub.createDevice("meter-7");
  const before = hub.deviceConnectionString("meter-7");
  const { lines } = await runExample(() => import("./bulk.js"), {
    IOTHUB_CONNECTION_STRING: hub.connectionString,
  });
  expect(lines).toEqual(["meter-7: PNP_CONFLICT", "149 created", "50 deleted"]);
  const sdk = registry(hub);
  const devices = (await sdk.list()).responseBody;
  expect(devices).toHaveLength(100);
  const disabled = devices.filter(({ status }) => status === "disabled");
  expect(disabled.map(({ deviceId }) => deviceId)).toEqual(["meter-1", "meter-2"]);
  expect(hub.deviceConnectionString("meter-7")).toBe(before);
});
