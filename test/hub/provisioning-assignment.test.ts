import { once } from "node:events";
import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { json } from "node:stream/consumers";
import { expect, onTestFinished, test } from "vitest";
import type { Hub, NewEnrollment } from "../../src/hub/index.js";
import { provisioningService, register } from "./provisioning-sdk.js";
import { connectedDevice, registry, testHub } from "./sdk.js";

const initialTwin = {
  tags: { site: "lab", place: { floor: 2 } },
  properties: { desired: { targetTemperature: 21.5 } },
};

test("a device gets the id and the initial twin of its enrollment, and is told the payload", async () => {
  const hub = await testHub();
  const enrolled = hub.addEnrollment({
    registrationId: "reg-1",
    deviceId: "Thermostat-1",
    initialTwin,
    payload: { zone: "north" },
  });
  expect(await register(enrolled, { transport: "Http" })).toMatchObject({
    registrationId: "reg-1",
    deviceId: "Thermostat-1",
    payload: { zone: "north" },
  });
  const text = `HostName=${hub.hostName};DeviceId=Thermostat-1;SharedAccessKey=${enrolled.symmetricKey}`;
  const device = await connectedDevice(text);
  expect((await device.getTwin()).properties.desired).toMatchObject({ targetTemperature: 21.5 });
  expect((await registry(hub).getTwin("Thermostat-1")).responseBody.tags).toEqual(initialTwin.tags);
});

/** A device that has been in use since it was first provisioned, and registers again. */
async function usedAndRegisteredAgain(
  hub: Hub,
  reprovisionPolicy?: NewEnrollment["reprovisionPolicy"],
) {
  const enrolled = hub.addEnrollment({
    registrationId: "reg-1",
    initialTwin,
    ...(reprovisionPolicy && { reprovisionPolicy }),
  });
  const first = await register(enrolled);
  const text = hub.deviceConnectionString("reg-1");
  const device = await connectedDevice(text);
  await new Promise((resolve) => {
    void device.getTwin((_error, twin) => twin?.properties.reported.update({ on: true }, resolve));
  });
  await registry(hub).updateTwin("reg-1", { tags: { site: "field" } }, "*");
  const again = await register(enrolled);
  const { tags, properties } = (await registry(hub).getTwin("reg-1")).responseBody;
  return { enrolled, first, again, site: tags.site, reported: properties.reported.on };
}

test("a device that registers again keeps its twin", async () => {
  const { first, again, site, reported } = await usedAndRegisteredAgain(await testHub());
  expect(again).toMatchObject({ substatus: "reprovisionedToInitialAssignment" });
  expect(again.createdDateTimeUtc).toBe(first.createdDateTimeUtc);
  expect(again.etag).not.toBe(first.etag);
  expect({ site, reported }).toEqual({ site: "field", reported: true });
});

test("with a policy to reset, a device that registers again has its initial twin again", async () => {
  const policy = { updateHubAssignment: true, migrateDeviceData: false };
  const { again, site, reported } = await usedAndRegisteredAgain(await testHub(), policy);
  expect(again).toMatchObject({ substatus: "reprovisionedToInitialAssignment" });
  expect({ site, reported }).toEqual({ site: "lab", reported: undefined });
});

test("with a policy never to reprovision, a device is told its old assignment and nothing is written", async () => {
  const hub = await testHub();
  const policy = { updateHubAssignment: false, migrateDeviceData: false };
  const { enrolled, first, again, site } = await usedAndRegisteredAgain(hub, policy);
  expect(again).toEqual(first);
  expect(site).toBe("field");
  await registry(hub).delete("reg-1");
  await register(enrolled);
  expect((await registry(hub).list()).responseBody).toEqual([]);
});

test("a device that was removed from the hub is put there again, with its initial twin", async () => {
  const hub = await testHub();
  const { enrolled } = await usedAndRegisteredAgain(hub);
  await registry(hub).delete("reg-1");
  await register(enrolled);
  expect((await registry(hub).getTwin("reg-1")).responseBody.tags).toEqual(initialTwin.tags);
});

/** A webhook on this computer; its URL, and what it was asked. */
async function webhook(answer: (question: Question) => { status: number; body: unknown }) {
  const asked: Question[] = [];
  const server = createServer(async (request: IncomingMessage, response) => {
    const question = (await json(request)) as Question;
    asked.push(question);
    const { status, body } = answer(question);
    response.writeHead(status, { "Content-Type": "application/json" });
    response.end(JSON.stringify(body));
  });
  server.listen(0, "127.0.0.1");
  onTestFinished(() => void server.close());
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  return { asked, webhookUrl: `http://127.0.0.1:${port}/api/allocate` };
}

interface Question {
  readonly deviceRuntimeContext: { readonly payload?: { readonly modelId: string } };
  readonly linkedHubs: readonly string[];
}

type Group = Parameters<ReturnType<typeof provisioningService>["createOrUpdateEnrollmentGroup"]>[0];

/** A group whose devices a webhook assigns, seen from one of them. */
async function customGroup(hub: Hub, webhookUrl: string) {
  const { idScope, provisioningHost } = hub.addEnrollment({ registrationId: "other" });
  const primaryKey = Buffer.alloc(32, 3).toString("base64");
  await provisioningService(hub).createOrUpdateEnrollmentGroup({
    enrollmentGroupId: "custom",
    attestation: { type: "symmetricKey", symmetricKey: { primaryKey, secondaryKey: primaryKey } },
    allocationPolicy: "custom",
    customAllocationDefinition: { webhookUrl, apiVersion: "2021-10-01" },
  } as Group);
  return {
    idScope,
    provisioningHost,
    registrationId: "reg-1",
    // HMAC-SHA256 of "reg-1" by 32 bytes of 3, worked out by openssl.
    symmetricKey: "phfM5x1/6B9aLJWS5QNJAZOk44zEJXbyMwToQ8h8omA=",
  };
}

test("a custom allocation is asked with the device's payload, and decides twin and answer", async () => {
  const hub = await testHub();
  const { asked, webhookUrl } = await webhook(({ linkedHubs: [iotHubHostName] }) => ({
    status: 200,
    body: { iotHubHostName, initialTwin, payload: { line: 7 } },
  }));
  const payload = { modelId: "dtmi:com:example:Thermostat;1" };
  const device = await customGroup(hub, webhookUrl);
  expect(await register(device, { transport: "Amqp", payload })).toMatchObject({
    deviceId: "reg-1",
    payload: { line: 7 },
    symmetricKey: { enrollmentGroupId: "custom" },
  });
  expect(asked).toEqual([
    {
      enrollmentGroup: expect.objectContaining({ enrollmentGroupId: "custom" }),
      deviceRuntimeContext: {
        registrationId: "reg-1",
        symmetricKey: {},
        payload,
      },
      linkedHubs: [hub.hostName],
    },
  ]);
  expect(JSON.stringify(asked)).not.toContain("primaryKey");
  const twin = (await registry(hub).getTwin("reg-1")).responseBody;
  expect(twin).toMatchObject({ tags: initialTwin.tags, ...payload });
});

test.each([
  ["answers 400", { status: 400, body: {} }, "Custom allocation failed with status code: 400"],
  [
    "chooses another hub",
    { status: 200, body: { iotHubHostName: "other.azure-devices.net" } },
    "Custom allocation failed: it chose the hub",
  ],
])(
  "when the webhook %s, the registration has failed with the number 400207",
  async (_, answer, says) => {
    const hub = await testHub();
    const { webhookUrl } = await webhook(() => answer);
    const device = await customGroup(hub, webhookUrl);
    await expect(register(device, { transport: "Http" })).rejects.toMatchObject({
      name: "ProvisioningRegistrationFailedError",
      result: {
        status: "failed",
        registrationState: { errorCode: 400207, errorMessage: expect.stringContaining(says) },
      },
    });
    expect((await registry(hub).list()).responseBody).toEqual([]);
  },
);

test("a device that registers with another key stays below its edge device", async () => {
  const hub = await testHub();
  const devices = registry(hub);
  const edge = { deviceId: "edge", capabilities: { iotEdge: true } };
  const { deviceScope } = (await devices.create(edge)).responseBody as { deviceScope?: string };
  await devices.create({ deviceId: "reg-1", parentScopes: [deviceScope] } as never);
  await register(hub.addEnrollment({ registrationId: "reg-1" }));
  expect((await devices.get("reg-1")).responseBody).toMatchObject({ deviceScope });
  await devices.delete("edge");
  await register(hub.addEnrollment({ registrationId: "reg-2", deviceId: "reg-1" }));
  expect((await devices.get("reg-1")).responseBody).not.toHaveProperty("parentScopes");
});

test("a device is provisioned as an edge device when its enrollment says so, the second time too", async () => {
  const hub = await testHub();
  const devices = registry(hub);
  await register(hub.addEnrollment({ registrationId: "reg-1", iotEdge: true }));
  const modules = (await devices.getModulesOnDevice("reg-1")).responseBody;
  expect(modules.map(({ moduleId }) => moduleId)).toEqual(["$edgeAgent", "$edgeHub"]);
  await devices.create({ deviceId: "reg-2" });
  await register(hub.addEnrollment({ registrationId: "reg-2", iotEdge: true }));
  for (const id of ["reg-1", "reg-2"]) {
    expect((await devices.get(id)).responseBody).toMatchObject({ capabilities: { iotEdge: true } });
  }
});
