import { expect, test } from "vitest";
import { registry, testHub } from "../hub/sdk.js";
import { runExample } from "./run-example.js";

test("a configuration is made, changed under its etag, listed and deleted", async () => {
  const hub = await testHub();
  const { lines } = await runExample(() => import("./configuration.js"), {
    IOTHUB_CONNECTION_STRING: hub.connectionString,
  });
  expect(lines).toEqual([
    "climate for tags.site = 'lab', priority 10",
    "priority 20, still for tags.site = 'lab'",
    "climate warm",
  ]);
  const { responseBody } = await registry(hub).getConfigurations();
  expect(responseBody).toMatchObject([
    { id: "climate", priority: 20, labels: { owner: "building-services" }, etag: "Mg==" },
  ]);
});
