import { once } from "node:events";
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { EventHubConsumerClient, type EventPosition } from "@azure/event-hubs";
import azureIotDevice from "azure-iot-device";
import { Http } from "azure-iot-device-http";
import { Mqtt } from "azure-iot-device-mqtt";
import azureIothub from "azure-iothub";
import { expect, onTestFinished, test } from "vitest";
import { type Hub, type HubOptions, makeDeviceCertificate, startHub } from "../../src/hub/index.js";
import { message, receivingDevice } from "./device-messages-sdk.js";
import { report } from "./device-sdk.js";
import { eventually } from "./eventually.js";
import { register } from "./provisioning-sdk.js";
import { connectPacket, RawDevice } from "./raw-device.js";
import { connectedDevice, registry, testHub } from "./sdk.js";

const { Message } = azureIotDevice;

/** A hub with a data folder of its own. */
interface Restartable {
  hub: Hub;
  /** Ends it and starts another one on the same data. */
  restart(options?: HubOptions): Promise<Hub>;
}

async function durableHub(options: HubOptions = {}): Promise<Restartable> {
  const data = mkdtempSync(join(tmpdir(), "twinplug-durable-"));
  const start = async (more: HubOptions): Promise<Hub> => {
    const hub = await startHub({ ...options, ...more, data });
    hub.redirect();
    return hub;
  };
  const durable: Restartable = {
    hub: await start({}),
    async restart(more = {}) {
      await durable.hub.close();
      durable.hub = await start(more);
      return durable.hub;
    },
  };
  onTestFinished(async () => {
    await durable.hub.close();
    rmSync(data, { recursive: true, force: true });
  });
  return durable;
}

test("names, keys, certificates and sign-ins are the same after a restart", async () => {
  const durable = await durableHub();
  const { hub } = durable;
  hub.createDevice("dev1");
  const app = hub.addClientApp({ roles: ["IoT Hub Twin Contributor"] });
  const before = hub.describe();
  const token = await hub.credential().getToken("https://iothubs.azure.net/.default");
  const after = await durable.restart();
  const { port: _port, plainPort: _plain, control: _control, eventHubs, ...facts } = before;
  expect(after.describe()).toMatchObject(facts);
  expect(after.describe().eventHubs.connectionString).toBe(eventHubs.connectionString);
  // A token of before is good for the hub of after: nobody has to sign in again.
  const credential = { getToken: async () => token };
  const service = azureIothub.Registry.fromTokenCredential(after.hostName, credential);
  expect((await service.get("dev1")).responseBody.deviceId).toBe("dev1");
  const signIn = await fetch(`${app.authorityHost}/${app.tenantId}/oauth2/v2.0/token`, {
    method: "POST",
    body: new URLSearchParams({
      grant_type: "client_credentials",
      client_id: app.clientId,
      client_secret: app.clientSecret,
      scope: "https://iothubs.azure.net/.default",
    }),
  });
  expect(signIn.status).toBe(200);
});

test("identities and twins are as they were, generations, etags and versions included", async () => {
  const durable = await durableHub();
  const service = registry(durable.hub);
  await service.create({ deviceId: "dev1", status: "enabled", statusReason: "new" });
  await service.addModule({ deviceId: "dev1", moduleId: "mod1" });
  await service.create({ deviceId: "gone" });
  await service.delete("gone");
  const patch = {
    tags: { site: "käse\u2028", __proto__: 1 },
    properties: { desired: { a: { b: 1 } } },
  };
  await service.updateTwin("dev1", patch, "*");
  await service.updateModuleTwin("dev1", "mod1", { tags: { line: 2 } }, "*");
  const device = await connectedDevice(durable.hub.deviceConnectionString("dev1"), "dtmi:a:B;1");
  await report(device, { count: 1, ratio: 0.1, most: 4503599627370495 });
  await device.close();
  const look = async (hub: Hub): Promise<unknown[]> => {
    const found = registry(hub);
    await eventually(async () => (await found.get("dev1")).responseBody.connectionState).toBe(
      "Disconnected",
    );
    return Promise.all([
      found.get("dev1"),
      found.getModulesOnDevice("dev1"),
      found.getTwin("dev1"),
      found.getModuleTwin("dev1", "mod1"),
      found.list(),
    ]).then((answers) =>
      answers.map(({ responseBody }) => JSON.parse(JSON.stringify(responseBody))),
    );
  };
  const before = await look(durable.hub);
  const hub = await durable.restart();
  const after = await look(hub);
  expect(after).toEqual(before);
  const again = await connectedDevice(hub.deviceConnectionString("dev1"));
  await report(again, { count: 2 });
  const { responseBody: twin } = await registry(hub).getTwin("dev1");
  expect([twin.modelId, twin.properties.reported.$version]).toEqual(["dtmi:a:B;1", 3]);
});

test("events go on behind those of before, which can be read again", async () => {
  const durable = await durableHub({ routes: [], partitions: 2 });
  durable.hub.createDevice("dev1");
  const send = async (hub: Hub, text: string): Promise<void> => {
    const device = await connectedDevice(hub.deviceConnectionString("dev1"));
    const sent = new Message(Buffer.from([0, 255, ...Buffer.from(text)]));
    sent.contentEncoding = "utf-8";
    sent.properties.add("name", text);
    await device.sendEvent(sent);
    await device.close();
  };
  await send(durable.hub, "one");
  await send(durable.hub, "two");
  const before = durable.hub.events();
  const hub = await durable.restart();
  expect(hub.events().map(plain)).toEqual(before.map(plain));
  await send(hub, "three");
  const [one, two, three] = hub.events();
  expect([one, two, three].map((event) => event?.sequenceNumber)).toEqual([0, 1, 2]);
  expect(Number(three?.offset)).toBeGreaterThan(Number(two?.offset));
  const partition = one?.partition ?? "";
  const names = await readNames(hub, partition, { offset: one?.offset ?? "" });
  expect(names).toEqual(["two", "three"]);
  const { created } = await properties(hub);
  expect((await properties(await durable.restart())).created).toEqual(created);
  await expect(durable.restart({ partitions: 3 })).rejects.toMatchObject({
    message: "The hub began with 2 partitions; it cannot go on with 3.",
  });
  await durable.restart();
});

/** Event by event, body by its bytes. */
function plain<T extends { readonly body: Uint8Array }>(event: T): unknown {
  return JSON.parse(JSON.stringify({ ...event, body: [...event.body] }));
}

async function properties(hub: Hub): Promise<{ readonly created: Date }> {
  const client = new EventHubConsumerClient("$Default", hub.eventHubsConnectionString);
  const { createdOn: created } = await client.getEventHubProperties();
  await client.close();
  return { created };
}

async function readNames(hub: Hub, partition: string, from: EventPosition): Promise<unknown[]> {
  const client = new EventHubConsumerClient("$Default", hub.eventHubsConnectionString);
  const names: unknown[] = [];
  const subscription = client.subscribe(
    partition,
    {
      processEvents: async (events) =>
        void names.push(...events.map(({ properties: own }) => own?.name)),
      processError: async () => {},
    },
    { startPosition: from, maxWaitTimeInSeconds: 1 },
  );
  await eventually(() => names.length).toBe(2);
  await subscription.close();
  await client.close();
  return names;
}

test("messages wait for their device, with their count of failed deliveries, and feedback for its service", async () => {
  const durable = await durableHub({ deviceMessages: { maxDeliveryCount: 2 } });
  const { hub } = durable;
  hub.createDevice("dev1");
  const service = azureIothub.Client.fromConnectionString(hub.connectionString);
  await service.open();
  await service.send("dev1", message("first", { messageId: "m1", ack: "full" }));
  await service.send("dev1", message("second", { messageId: "m2", ack: "full" }));
  await service.close();
  const before = await receivingDevice(hub, "dev1", Http);
  const first = await before.next();
  await before.client.abandon(first);
  await before.client.close();
  const after = await durable.restart();
  const { responseBody: identity } = await registry(after).get("dev1");
  expect(identity.cloudToDeviceMessageCount).toBe(2);
  const device = await receivingDevice(after, "dev1", Http);
  const again = await device.next();
  expect(again.messageId).toBe("m1");
  // The second failure, counted from before the restart: the message is dead.
  await device.client.abandon(again);
  const second = await device.next();
  expect([second.messageId, String(second.data)]).toEqual(["m2", "second"]);
  await device.client.complete(second);
  await device.client.close();
  // The feedback has been gathered, and is kept until a service has settled it.
  const last = await durable.restart();
  const reader = azureIothub.Client.fromConnectionString(last.connectionString);
  await reader.open();
  const { result: feedback } = await reader.getFeedbackReceiver();
  const heard: [string, string][] = [];
  feedback?.on("message", (batch) => {
    for (const { originalMessageId, statusCode } of JSON.parse(batch.data.toString())) {
      heard.push([originalMessageId, statusCode]);
    }
    void feedback.complete(batch);
  });
  await eventually(() => heard).toEqual([
    ["m1", "DeliveryCountExceeded"],
    ["m2", "Success"],
  ]);
  await reader.close();
});

test("a device finds its lasting session", async () => {
  const durable = await durableHub();
  durable.hub.createDevice("dev1");
  const topic = "$iothub/twin/PATCH/properties/desired/#";
  const device = new RawDevice(durable.hub);
  device.send(connectPacket(durable.hub, { clean: false }));
  expect(await device.receive()).toMatchObject({ cmd: "connack", sessionPresent: false });
  device.send({ cmd: "subscribe", messageId: 1, subscriptions: [{ topic, qos: 0 }] });
  await device.receive();
  const hub = await durable.restart();
  const again = new RawDevice(hub);
  again.send(connectPacket(hub, { clean: false }));
  expect(await again.receive()).toMatchObject({ cmd: "connack", sessionPresent: true });
  await registry(hub).updateTwin("dev1", { properties: { desired: { a: 1 } } }, "*");
  expect(await again.receive()).toMatchObject({
    cmd: "publish",
    topic: "$iothub/twin/PATCH/properties/desired/?$version=2",
  });
});

test("configurations and jobs are as they were, and a job whose time is yet to come runs", async () => {
  const durable = await durableHub();
  const { hub } = durable;
  for (const deviceId of ["dev1", "dev2"]) hub.createDevice(deviceId);
  const content = { deviceContent: { "properties.desired.interval": 5 } };
  const configuration = {
    id: "conf1",
    schemaVersion: "1.0",
    content,
    targetCondition: "",
    priority: 3,
  };
  await registry(hub).addConfiguration(configuration as never);
  const jobs = azureIothub.JobClient.fromConnectionString(hub.connectionString);
  const patch = { etag: "*", tags: { site: "lab" } };
  await jobs.scheduleTwinUpdate("done", "*", patch as never, new Date(), 60);
  await eventually(async () => (await jobs.getJob("done")).jobStatus.status).toBe("completed");
  const soon = new Date(Date.now() + 900);
  await jobs.scheduleTwinUpdate(
    "later",
    "*",
    { etag: "*", tags: { site: "roof" } } as never,
    soon,
    60,
  );
  const rows = async (connectionString: string): Promise<unknown> => {
    const query = registryOf(connectionString).createQuery(
      "SELECT * FROM devices.jobs WHERE devices.jobs.jobId = 'done'",
    );
    return (await query.next()).result;
  };
  const look = async (connectionString: string): Promise<unknown[]> => [
    (await registryOf(connectionString).getConfiguration("conf1")).responseBody,
    (await azureIothub.JobClient.fromConnectionString(connectionString).getJob("done")).jobStatus,
    await rows(connectionString),
  ];
  const before = await look(hub.connectionString);
  const after = await durable.restart();
  expect(await look(after.connectionString)).toEqual(before);
  const client = azureIothub.JobClient.fromConnectionString(after.connectionString);
  await eventually(async () => (await client.getJob("later")).jobStatus.status).toBe("completed");
  expect((await registry(after).getTwin("dev2")).responseBody.tags).toEqual({ site: "roof" });
});

function registryOf(connectionString: string): InstanceType<typeof azureIothub.Registry> {
  return azureIothub.Registry.fromConnectionString(connectionString);
}

test("enrollments and authorities let devices in as before", async () => {
  const durable = await durableHub();
  const authority = await makeDeviceCertificate({ commonName: "root", authority: true });
  durable.hub.addDeviceCa(authority.cert);
  durable.hub.createDevice("signed", { authentication: { type: "certificateAuthority" } });
  const enrollment = durable.hub.addEnrollment({ registrationId: "reg1", deviceId: "provisioned" });
  const group = durable.hub.addEnrollmentGroup({ id: "group1" }).device("reg2");
  const hub = await durable.restart();
  const { cert, key } = await makeDeviceCertificate({ commonName: "signed", issuer: authority });
  const text = `HostName=${hub.hostName};DeviceId=signed;x509=true`;
  const device = azureIotDevice.Client.fromConnectionString(text, Mqtt);
  device.setOptions({ cert, key });
  await device.open();
  await device.close();
  const assigned = [await register(enrollment), await register(group)];
  expect(assigned.map(({ deviceId }) => deviceId)).toEqual(["provisioned", "reg2"]);
  await durable.restart();
  // The registration is known, so that this one is a second one.
  expect(await register(enrollment)).toMatchObject({
    createdDateTimeUtc: assigned[0]?.createdDateTimeUtc,
  });
});

test("a seed is sown once", async () => {
  const seed = {
    devices: [
      {
        deviceId: "dev1",
        modelId: "dtmi:a:B;1",
        tags: { site: "lab" },
        desired: { interval: 5 },
        modules: [{ moduleId: "mod1", tags: { line: 1 } }],
      },
    ],
    enrollments: [{ registrationId: "reg1" }],
    configurations: [{ id: "conf1", content: { deviceContent: {} } }],
  };
  const durable = await durableHub({ seed });
  expect(durable.hub.isNew).toBe(true);
  const service = registry(durable.hub);
  const { responseBody: twin } = await service.getTwin("dev1");
  expect([twin.modelId, twin.tags, twin.properties.desired.interval]).toEqual([
    "dtmi:a:B;1",
    { site: "lab" },
    5,
  ]);
  expect((await service.getModuleTwin("dev1", "mod1")).responseBody.tags).toEqual({ line: 1 });
  await service.delete("dev1");
  const after = await durable.restart({ seed });
  expect(after.isNew).toBe(false);
  expect((await registry(after).list()).responseBody).toEqual([]);
});

test.each([
  ["{}", undefined],
  ["[]", "at the seed: expected a JSON object"],
  ['{"device":[]}', 'at the seed: there is no member "device"; there are devices,'],
  ['{"devices":{}}', "at devices: expected an array"],
  [
    '{"devices":[{"deviceId":"a"},{"deviceId":"a"}]}',
    "at devices[1]: A device with ID 'a' is already",
  ],
  ['{"devices":[{"deviceId":"a b"}]}', 'at devices[0]: The device id "a b" is not valid'],
  ['{"devices":[{"deviceId":"a","tag":{}}]}', 'at devices[0]: there is no member "tag"'],
  [
    '{"devices":[{"deviceId":"a","modules":[{"moduleId":"$m"}]}]}',
    "at devices[0].modules[0]: The module id $m is reserved",
  ],
  ['{"configurations":[{"id":"c"}]}', "at configurations[0]: content must be an object"],
  ['{"enrollments":[{"registrationId":"-"}]}', "at enrollments[0]: "],
])("the seed %s is judged", async (text, problem) => {
  const data = mkdtempSync(join(tmpdir(), "twinplug-seed-"));
  onTestFinished(() => rmSync(data, { recursive: true, force: true }));
  const started = startHub({ data, seed: JSON.parse(text) });
  if (problem === undefined) {
    await (await started).close();
    return;
  }
  await expect(started).rejects.toMatchObject({
    code: "PNP_USAGE",
    message: expect.stringContaining(problem),
  });
  // Nothing of it was kept, so that the next start is the first.
  const hub = await startHub({ data });
  expect(hub.isNew).toBe(true);
  await hub.close();
});

test("a first start that fails late leaves the folder as new as it was", async () => {
  const data = mkdtempSync(join(tmpdir(), "twinplug-late-"));
  onTestFinished(() => rmSync(data, { recursive: true, force: true }));
  const other = await testHub();
  const seed = { devices: [{ deviceId: "dev1" }] };
  // Certificates of its own, so that something is on the disk before the port turns out to be taken.
  await expect(startHub({ data, seed, host: "0.0.0.0", port: other.port })).rejects.toMatchObject({
    code: "PNP_USAGE",
    message: expect.stringContaining("cannot listen"),
  });
  expect(readdirSync(data).filter((file) => file.endsWith(".mdb"))).toEqual([]);
  const hub = await startHub({ data, seed });
  onTestFinished(() => hub.close());
  hub.redirect();
  expect(hub.isNew).toBe(true);
  expect((await registry(hub).get("dev1")).responseBody.deviceId).toBe("dev1");
});

test("a hub is found on the ports of its last start, unless somebody else has them", async () => {
  const durable = await durableHub();
  const { port, plainPort } = durable.hub.describe();
  expect((await durable.restart()).describe()).toMatchObject({ port, plainPort });
  await durable.hub.close();
  const squatter = createServer().listen(port, "127.0.0.1");
  await once(squatter, "listening");
  const elsewhere = await durable.restart();
  expect(elsewhere.port).not.toBe(port);
  await new Promise((resolve) => void squatter.close(resolve));
});

test("a hub without a data folder keeps nothing", async () => {
  const first = await startHub({ name: "forgetful" });
  first.createDevice("dev1");
  const { connectionString } = first;
  await first.close();
  const second = await startHub({ name: "forgetful" });
  onTestFinished(() => second.close());
  second.redirect();
  expect(second.connectionString).not.toBe(connectionString);
  expect((await registry(second).list()).responseBody).toEqual([]);
});
