import azureIotDevice from "azure-iot-device";
import azureIotDeviceMqtt from "azure-iot-device-mqtt";
import azureIothub from "azure-iothub";
import { expect, test } from "vitest";
import { sasToken } from "../../src/azure/sas-token.js";
import { registry, testHub } from "../hub/sdk.js";

test("a policy's token lets the service SDK in, until it is over", async () => {
  let now = new Date();
  const hub = await testHub({ clock: () => now });
  hub.createDevice("dev1");
  const token = sasToken(hub.policyConnectionString("registryRead"), { validSeconds: 60, now });
  const sdk = azureIothub.Registry.fromSharedAccessSignature(
    token.replace(/sr=[^&]+/, (sr) => decodeURIComponent(sr)),
  );
  expect((await sdk.get("dev1")).responseBody.deviceId).toBe("dev1");
  await expect(sdk.create({ deviceId: "dev2" })).rejects.toMatchObject({
    response: { statusCode: 401 },
  });
  now = new Date(now.getTime() + 61_000);
  await expect(sdk.get("dev1")).rejects.toMatchObject({ response: { statusCode: 401 } });
});

test.each([
  ["a device", "dev#1", undefined],
  ["a module", "dev1", "mod1"],
])("the token of %s lets the device SDK in, as itself only", async (_, deviceId, moduleId) => {
  const hub = await testHub();
  hub.createDevice(deviceId);
  hub.createDevice("other");
  if (moduleId !== undefined) hub.createModule(deviceId, moduleId);
  const token = sasToken(hub.deviceConnectionString(deviceId, moduleId), { validSeconds: 300 });
  const { Client, ModuleClient } = azureIotDevice;
  const { Mqtt } = azureIotDeviceMqtt;
  const client =
    moduleId === undefined
      ? Client.fromSharedAccessSignature(token, Mqtt)
      : ModuleClient.fromSharedAccessSignature(token, Mqtt);
  await client.open();
  await client.close();
  const asOther = token.replace(encodeURIComponent(deviceId), "other");
  const wrong = Client.fromSharedAccessSignature(asOther, Mqtt);
  await expect(wrong.open()).rejects.toThrow();
});

test("a policy's token can be narrowed to one device", async () => {
  const hub = await testHub();
  hub.createDevice("dev1");
  const [, key = ""] = /SharedAccessKey=(.*)$/.exec(hub.policyConnectionString("device")) ?? [];
  const source = { host: hub.hostName, policy: "device", key, deviceId: "dev1" };
  const client = azureIotDevice.Client.fromSharedAccessSignature(
    sasToken(source),
    azureIotDeviceMqtt.Mqtt,
  );
  await client.open();
  await client.close();
  await expect(registry(hub).get("dev1")).resolves.toBeDefined();
});

test.each([
  ["an empty string", ""],
  ["a string without a key", "HostName=h;DeviceId=d"],
  ["a string without a host", "DeviceId=d;SharedAccessKey=AAAA"],
  ["a key that is none", "HostName=h;DeviceId=d;SharedAccessKey=so secret"],
  ["a key of nobody", "HostName=h;SharedAccessKey=AAAA"],
])("%s makes no token, and no message shows the key", (_, text) => {
  expect(() => sasToken(text)).toThrow(expect.objectContaining({ code: "PNP_USAGE" }));
  expect(() => sasToken(text)).not.toThrow(/secret|AAAA/);
});

test.each([0, -1, Number.NaN])("%d seconds are no time to be valid", (validSeconds) => {
  const source = { host: "h", policy: "p", key: "AAAA" };
  expect(() => sasToken(source, { validSeconds })).toThrow(/above 0/);
});
