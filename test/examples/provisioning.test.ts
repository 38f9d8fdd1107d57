import { expect, test } from "vitest";
import { deviceHub } from "./device-hub.js";
import { runExample } from "./run-example.js";

test("a device asks the provisioning service for its hub, by the variables of Azure's samples", async () => {
  const { hub, service } = await deviceHub();
  const enrolled = hub.addEnrollment({ registrationId: "line-7", deviceId: "thermostat" });
  const { lines } = await runExample(() => import("./provisioning.js"), {
    IOTHUB_DEVICE_SECURITY_TYPE: "DPS",
    IOTHUB_DEVICE_DPS_ENDPOINT: enrolled.provisioningHost,
    IOTHUB_DEVICE_DPS_ID_SCOPE: enrolled.idScope,
    IOTHUB_DEVICE_DPS_DEVICE_ID: enrolled.registrationId,
    IOTHUB_DEVICE_DPS_DEVICE_KEY: enrolled.symmetricKey,
  });
  expect(lines).toEqual(["DPS sent"]);
  expect(hub.telemetry("thermostat")).toHaveLength(1);
  const twin = await service.transport.readTwin(service.device("thermostat"));
  expect(twin.modelId).toBe("dtmi:com:example:Thermostat;1");
});
