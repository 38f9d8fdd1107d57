import azureIotProvisioningDevice from "azure-iot-provisioning-device";
import azureIotProvisioningDeviceMqtt from "azure-iot-provisioning-device-mqtt";
import azureIotSecuritySymmetricKey from "azure-iot-security-symmetric-key";
import azureIotSecurityX509 from "azure-iot-security-x509";
import { expect, test } from "vitest";
import {
  type DeviceEnrollment,
  type HubTraceEvent,
  makeDeviceCertificate,
} from "../../src/hub/index.js";
import { connectedDevice, registry, testHub } from "./sdk.js";

const { ProvisioningDeviceClient } = azureIotProvisioningDevice;
const { Mqtt, MqttWs } = azureIotProvisioningDeviceMqtt;
type SecurityClient = Parameters<typeof ProvisioningDeviceClient.create>[3];

/** The unmodified provisioning SDK. */
function sdk(
  { provisioningHost, idScope, registrationId, symmetricKey }: DeviceEnrollment,
  transport = new Mqtt(),
  security?: SecurityClient,
) {
  const key = new azureIotSecuritySymmetricKey.SymmetricKeySecurityClient(
    registrationId,
    symmetricKey,
  ) as unknown as SecurityClient;
  return ProvisioningDeviceClient.create(provisioningHost, idScope, transport, security ?? key);
}

function makeKey(fill: number): string {
  return Buffer.alloc(32, fill).toString("base64");
}

test("an enrolled device registers with its key, and connects to the hub it was assigned to", async () => {
  const hub = await testHub();
  const enrolled = hub.addEnrollment({ registrationId: "reg-1", primaryKey: makeKey(1) });
  expect(enrolled).toEqual({
    provisioningHost: `dps-${hub.hostName}`,
    idScope: expect.stringMatching(/^0ne\d{8}$/),
    registrationId: "reg-1",
    symmetricKey: makeKey(1),
  });
  const registration = sdk(enrolled);
  registration.setProvisioningPayload({ modelId: "dtmi:com:example:Thermostat;1" });
  const result = await registration.register();
  expect(result).toMatchObject({
    assignedHub: hub.hostName,
    deviceId: "reg-1",
    registrationId: "reg-1",
    status: "assigned",
    substatus: "initialAssignment",
  });
  const twin = (await registry(hub).getTwin("reg-1")).responseBody;
  expect(twin).toMatchObject({ modelId: "dtmi:com:example:Thermostat;1" });
  const text = `HostName=${hub.hostName};DeviceId=reg-1;SharedAccessKey=${makeKey(1)}`;
  const device = await connectedDevice(text);
  await device.close();
});

test("a device is told to wait first, and its assignment when it asks again", async () => {
  const seen: HubTraceEvent[] = [];
  const hub = await testHub({ trace: (event) => seen.push(event) });
  const payload = { zone: "north" };
  await sdk(hub.addEnrollment({ registrationId: "reg-1", deviceId: "d1", payload })).register();
  const answers = seen.flatMap((event) =>
    event.kind === "mqtt" && event.direction === "out" && event.packet === "publish"
      ? [{ topic: event.topic ?? "", body: JSON.parse(event.payload ?? "") }]
      : [],
  );
  const operationId = expect.stringMatching(/^4\.[0-9a-f]{16}\.[0-9a-f-]{36}$/);
  expect(answers).toEqual([
    {
      topic: expect.stringMatching(/^\$dps\/registrations\/res\/202\/\?\$rid=.+&retry-after=1$/),
      body: { operationId, status: "assigning" },
    },
    {
      topic: expect.stringMatching(/^\$dps\/registrations\/res\/200\/\?\$rid=[^&]+$/),
      body: {
        operationId: answers[0]?.body.operationId,
        status: "assigned",
        registrationState: {
          registrationId: "reg-1",
          createdDateTimeUtc: expect.stringMatching(/Z$/),
          assignedHub: hub.hostName,
          deviceId: "d1",
          status: "assigned",
          substatus: "initialAssignment",
          symmetricKey: {},
          payload,
          lastUpdatedDateTimeUtc: expect.stringMatching(/Z$/),
          etag: expect.any(String),
        },
      },
    },
  ]);
  expect(JSON.stringify(seen)).not.toContain("SharedAccessSignature");
});

test("a device that registers again keeps its identity and twin, and gets its enrolled key back", async () => {
  const hub = await testHub();
  hub.createDevice("d1", {
    authentication: { symmetricKey: { primaryKey: makeKey(8), secondaryKey: makeKey(9) } },
  });
  await registry(hub).updateTwin("d1", { tags: { floor: 3 } }, "*");
  const enrolled = hub.addEnrollment({
    registrationId: "reg-1",
    deviceId: "d1",
    primaryKey: makeKey(1),
  });
  await sdk(enrolled).register();
  expect(hub.deviceConnectionString("d1")).toContain(`SharedAccessKey=${makeKey(1)}`);
  const twin = (await registry(hub).getTwin("d1")).responseBody;
  expect(twin).toMatchObject({ tags: { floor: 3 } });
  expect(await sdk(enrolled).register()).toMatchObject({
    deviceId: "d1",
    substatus: "reprovisionedToInitialAssignment",
  });
});

test("devices of a group register with keys derived from the group's, over WebSockets too", async () => {
  const hub = await testHub();
  const group = hub.addEnrollmentGroup({ id: "line", primaryKey: makeKey(2) });
  hub.addEnrollmentGroup({ id: "other" });
  const one = group.device("press-1");
  // HMAC-SHA256 of "press-1" by 32 bytes of 2, worked out by openssl.
  expect(one.symmetricKey).toBe("UcfprYDt34dWS7Cjx/j8Mlj8lwezNwfrIhK4IZ5exLY=");
  expect(await sdk(one, new MqttWs()).register()).toMatchObject({
    deviceId: "press-1",
    symmetricKey: { enrollmentGroupId: "line" },
  });
  expect(hub.deviceConnectionString("press-1")).toContain(`SharedAccessKey=${one.symmetricKey}`);
  await expect(sdk({ ...one, registrationId: "press-2" }).register()).rejects.toMatchObject({
    name: "UnauthorizedError",
  });
});

test("a device registers with the certificate it was enrolled with, and with no other", async () => {
  const hub = await testHub();
  const own = await makeDeviceCertificate({ commonName: "reg-1" });
  const other = await makeDeviceCertificate({ commonName: "reg-1" });
  const enrolled = hub.addEnrollment({
    registrationId: "reg-1",
    x509Thumbprint: own.sha256Thumbprint,
  });
  const by = ({ cert, key }: typeof own) =>
    sdk(
      { ...enrolled, symmetricKey: makeKey(1) },
      new Mqtt(),
      new azureIotSecurityX509.X509Security("reg-1", { cert, key }),
    );
  await expect(by(other).register()).rejects.toMatchObject({ name: "UnauthorizedError" });
  expect(await by(own).register()).toMatchObject({ deviceId: "reg-1" });
  expect(hub.deviceConnectionString("reg-1")).toContain("x509=true");
});

test("a wrong key, an unknown device and a disabled enrollment are refused with 401, and make no device", async () => {
  const refusals: string[] = [];
  const hub = await testHub({
    trace: (event) => event.kind === "refused" && refusals.push(event.detail),
  });
  const known = hub.addEnrollment({ registrationId: "known" });
  const disabled = hub.addEnrollment({ registrationId: "disabled", status: "disabled" });
  const group = hub.addEnrollmentGroup({ id: "off", status: "disabled" });
  for (const refused of [
    { ...known, symmetricKey: makeKey(7) },
    { ...known, registrationId: "unknown" },
    disabled,
    group.device("of-a-group"),
  ]) {
    await expect(sdk(refused).register()).rejects.toMatchObject({
      name: "UnauthorizedError",
      result: { errorCode: 401002, message: expect.stringMatching(/^Unauthorized/) },
    });
  }
  expect((await registry(hub).list()).responseBody).toEqual([]);
  expect(refusals).toHaveLength(4);
  expect(refusals[2]).toContain("disabled");
});

test("a wrong id scope ends the connection before it begins", async () => {
  const hub = await testHub();
  const enrolled = hub.addEnrollment({ registrationId: "reg-1" });
  await expect(sdk({ ...enrolled, idScope: "0ne0" }).register()).rejects.toMatchObject({ code: 5 });
});

test("a hub knows a registration id once, in whatever letters, and takes none that is not one", async () => {
  const hub = await testHub();
  hub.addEnrollment({ registrationId: "reg-1" });
  hub.addEnrollmentGroup({ id: "group" });
  const codes = [
    () => hub.addEnrollment({ registrationId: "REG-1" }),
    () => hub.addEnrollmentGroup({ id: "group" }),
    () => hub.addEnrollment({ registrationId: "-reg" }),
    () => hub.addEnrollment({ registrationId: "reg-2", deviceId: "no/device" }),
    () => hub.addEnrollment({ registrationId: "reg-2", primaryKey: "short" }),
    () => hub.addEnrollment({ registrationId: "reg-2", x509Thumbprint: "12:34" }),
  ].map((call) => {
    try {
      return call();
    } catch (error) {
      return (error as { code: string }).code;
    }
  });
  expect(codes.slice(0, 2)).toEqual(["PNP_CONFLICT", "PNP_CONFLICT"]);
  expect(codes.slice(2)).toEqual(Array(4).fill("PNP_USAGE"));
});
