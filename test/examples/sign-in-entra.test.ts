import { expect, onTestFinished, test, vi } from "vitest";
import type { HubRole } from "../../src/hub/index.js";
import { connectedDevice, testHub } from "../hub/sdk.js";
import { type ExampleRun, runExample } from "./run-example.js";

async function run(role: HubRole): Promise<ExampleRun & { readonly target: unknown }> {
  const hub = await testHub();
  hub.createDevice("mydevice");
  const device = await connectedDevice(
    hub.deviceConnectionString("mydevice"),
    "dtmi:com:example:Thermostat;1",
  );
  onTestFinished(() => device.close().then(() => undefined));
  device.onDeviceMethod("getMaxMinReport", (request, response) => {
    const startTime = request.payload;
    const report = { maxTemp: 23, minTemp: 19, avgTemp: 21, startTime, endTime: startTime };
    response.send(200, report, () => undefined);
  });
  const app = hub.addClientApp({ roles: [role] });
  // The program runs once for each role.
  vi.resetModules();
  const { lines } = await runExample(() => import("./sign-in-entra.js"), {
    IOTHUB_HOST_NAME: `https://${hub.hostName}/`,
    AZURE_AUTHORITY_HOST: app.authorityHost,
    AZURE_TENANT_ID: app.tenantId,
    AZURE_CLIENT_ID: app.clientId,
    AZURE_CLIENT_SECRET: app.clientSecret,
  });
  const twin = await device.getTwin();
  return { lines, target: twin.properties.desired.targetTemperature };
}

test("an app signed in with Entra makes identities, writes twins, invokes methods and reads digital twins", async () => {
  const { lines, target } = await run("IoT Hub Data Contributor");
  expect(lines).toEqual([
    "between 19 and 23 °C",
    "digital twin of mydevice",
    expect.stringMatching(/^PNP_UNAUTHORIZED .*via: "method"/),
  ]);
  expect(target).toBe(21.5);
});

test("the same app with the role of a data reader writes nothing", async () => {
  await expect(run("IoT Hub Data Reader")).rejects.toMatchObject({ code: "PNP_UNAUTHORIZED" });
});
