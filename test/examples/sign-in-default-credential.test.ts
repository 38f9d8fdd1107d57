import dns from "node:dns";
import { expect, test, vi } from "vitest";
import { registry, testHub } from "../hub/sdk.js";
import { runExample } from "./run-example.js";

test("an unmodified DefaultAzureCredential signs in by the environment and looks up no name outside", async () => {
  const hub = await testHub();
  const lookup = vi.spyOn(dns, "lookup");
  const app = hub.addClientApp();
  const { lines } = await runExample(() => import("./sign-in-default-credential.js"), {
    IOTHUB_HOST_NAME: hub.hostName,
    AZURE_AUTHORITY_HOST: app.authorityHost,
    AZURE_TENANT_ID: "adfs",
    AZURE_CLIENT_ID: app.clientId,
    AZURE_CLIENT_SECRET: app.clientSecret,
  });
  expect(lines).toEqual([`mydevice created at ${hub.hostName}`]);
  expect((await registry(hub).get("mydevice")).responseBody.deviceId).toBe("mydevice");
  expect(lookup.mock.calls.map(([name]) => name)).toEqual([]);
});
