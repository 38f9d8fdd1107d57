import { expect, test } from "vitest";
import { runExample } from "./run-example.js";

test("a hub for one test tells what the device did, and whom it refused and why", async () => {
  const { lines } = await runExample(() => import("./hub-fixture.js"), {});
  expect(lines).toEqual([
    '{"temperature":21.5} 2 2',
    "nobody IotHubUnauthorizedAccess 401002 Create the device first: `pnp device create`; ids are case-sensitive.",
  ]);
});
