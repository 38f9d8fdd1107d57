import { expect, test } from "vitest";
import { registry, testHub } from "../hub/sdk.js";
import { runExample } from "./run-example.js";

test("a module is made with its keeper, changed under its etag, and has a connection string of its own", async () => {
  const hub = await testHub();
  const { lines } = await runExample(() => import("./module-identity.js"), {
    IOTHUB_CONNECTION_STRING: hub.connectionString,
  });
  expect(lines).toEqual([
    "gateway/climate created: true, by building-services",
    "now managed by me",
    "true",
    "climate",
  ]);
  const { responseBody } = await registry(hub).getModule("gateway", "climate");
  expect(responseBody).toMatchObject({ moduleId: "climate", managedBy: "me" });
});
