import { expect, test } from "vitest";
import { type HubTraceEvent, makeDeviceCertificate } from "../../src/hub/index.js";
import { register } from "./provisioning-sdk.js";
import { connectedDevice, registry, testHub } from "./sdk.js";

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
  const payload = { modelId: "dtmi:com:example:Thermostat;1" };
  const result = await register(enrolled, { payload });
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
  await register(hub.addEnrollment({ registrationId: "reg-1", deviceId: "d1", payload }));
  const answers = seen.flatMap((event) =>
    event.kind === "mqtt" && event.direction === "out" && event.packet === "publish"
      ? [{ topic: event.topic ?? "", body: JSON.parse(event.payload ?? "") }]
      : [],
  );
  const operationId = expect.stringMatching(/^4\.[0-9a-f]{16}\.[0-9a-f-]{36}$/);
  expect(answers).toEqual([
    {
      topic: expect.stringMatching(/^\$dps\/registrations\/res\/202\/\?\$rid=.+&retry-after=0$/),
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
  await register(enrolled);
  expect(hub.deviceConnectionString("d1")).toContain(`SharedAccessKey=${makeKey(1)}`);
  const twin = (await registry(hub).getTwin("d1")).responseBody;
  expect(twin).toMatchObject({ tags: { floor: 3 } });
  expect(await register(enrolled)).toMatchObject({
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
  expect(await register(one, { transport: "MqttWs" })).toMatchObject({
    deviceId: "press-1",
    symmetricKey: { enrollmentGroupId: "line" },
  });
  expect(hub.deviceConnectionString("press-1")).toContain(`SharedAccessKey=${one.symmetricKey}`);
  await expect(register({ ...one, registrationId: "press-2" })).rejects.toMatchObject({
    name: "UnauthorizedError",
  });
});

test("a device registers with the certificate it was enrolled with, and with no other", async () => {
  const hub = await testHub();
  const own = await makeDeviceCertificate({ commonName: "reg-1" });
  const other = await makeDeviceCertificate({ commonName: "reg-1" });
  const enrolled = hub.addEnrollment({
    registrationId: "reg-1",
    certificate: own.cert,
  });
  await expect(register(enrolled, { x509: other })).rejects.toMatchObject({
    name: "UnauthorizedError",
  });
  expect(await register(enrolled, { x509: own })).toMatchObject({ deviceId: "reg-1" });
  expect(hub.deviceConnectionString("reg-1")).toContain("x509=true");
});

test("a wrong key and an unknown device are refused with 401 and a reason, and make no device", async () => {
  const refusals: string[] = [];
  const hub = await testHub({
    trace: (event) => event.kind === "refused" && refusals.push(event.detail),
  });
  const known = hub.addEnrollment({ registrationId: "known" });
  for (const refused of [
    { ...known, symmetricKey: makeKey(7) },
    { ...known, registrationId: "unknown" },
  ]) {
    await expect(register(refused)).rejects.toMatchObject({
      name: "UnauthorizedError",
      result: { errorCode: 401002, message: expect.stringMatching(/^Unauthorized/) },
    });
  }
  expect((await registry(hub).list()).responseBody).toEqual([]);
  expect(refusals).toEqual([
    "Unauthorized: the signature is wrong",
    "Unauthorized: unknown is not enrolled",
  ]);
});

test("a wrong id scope ends the connection before it begins", async () => {
  const hub = await testHub();
  const enrolled = hub.addEnrollment({ registrationId: "reg-1" });
  await expect(register({ ...enrolled, idScope: "0ne0" })).rejects.toMatchObject({ code: 5 });
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
    () => hub.addEnrollment({ registrationId: "reg-2", certificate: "12:34" }),
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
