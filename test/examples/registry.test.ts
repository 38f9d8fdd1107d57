import azureIotDevice from "azure-iot-device";
import azureIotDeviceMqtt from "azure-iot-device-mqtt";
import { expect, test } from "vitest";
import { registry, testHub } from "../hub/sdk.js";
import { runExample } from "./run-example.js";

test("devices are made by every kind of sign-in, read back, disabled, listed and deleted", async () => {
  const hub = await testHub();
  const { lines } = await runExample(() => import("./registry.js"), {
    IOTHUB_CONNECTION_STRING: hub.connectionString,
  });
  expect(lines).toEqual([
    "sensor-1 created: false, signs in by sas",
    "sensor-1 is disabled: in repair",
    "sensor-1 enabled sas",
    "sensor-2 enabled selfSigned",
    "sensor-3 enabled certificateAuthority",
    "sensor-1 may sign in with SharedAccessSignature sr… for ten minutes",
  ]);
  const sdk = registry(hub);
  const { responseBody } = await sdk.list();
  expect(responseBody.map(({ deviceId }) => deviceId)).toEqual(["sensor-1", "sensor-2"]);
  const sensor1 = (await sdk.get("sensor-1")).responseBody;
  expect(sensor1.status).toBe("enabled");
  expect(lines.join()).not.toContain(sensor1.authentication?.symmetricKey?.primaryKey);
  const client = azureIotDevice.Client.fromConnectionString(
    hub.deviceConnectionString("sensor-1"),
    azureIotDeviceMqtt.Mqtt,
  );
  await client.open();
  await client.close();
});
