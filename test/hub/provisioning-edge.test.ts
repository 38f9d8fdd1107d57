import { once } from "node:events";
import type { IConnectPacket, Packet } from "mqtt-packet";
import { expect, test } from "vitest";
import { createSasToken, type HubOptions } from "../../src/hub/index.js";
import { RawDevice } from "./raw-device.js";
import { testHub } from "./sdk.js";

const answers = "$dps/registrations/res/#";
const register = "$dps/registrations/PUT/iotdps-register/";
const ask = "$dps/registrations/GET/iotdps-get-operationstatus/";

/** Connects as an enrolled device, packets as they are. */
async function setUp(
  change: Partial<IConnectPacket> = {},
  { expiry = 4_000_000_000, policy = "registration", ...options }: HubOptions & Signed = {},
) {
  const rules: string[] = [];
  const trace: HubOptions["trace"] = (event) => {
    if (event.kind === "refused") rules.push(event.rule);
  };
  const hub = await testHub({ trace, ...options });
  const { idScope, registrationId, symmetricKey } = hub.addEnrollment({ registrationId: "reg-1" });
  const resource = `${idScope}/registrations/${registrationId}`;
  const device = new RawDevice(hub);
  device.send({
    cmd: "connect",
    protocolId: "MQTT",
    protocolVersion: 4,
    clean: true,
    clientId: registrationId,
    keepalive: 60,
    username: `${resource}/api-version=2019-03-31`,
    password: Buffer.from(createSasToken(resource, symmetricKey, expiry, policy)),
    ...change,
  });
  return { hub, rules, device, connack: await device.receive() };
}

interface Signed {
  readonly expiry?: number;
  readonly policy?: string;
}

/** Sends a request and answers the topic and body of what comes back. */
async function exchange(device: RawDevice, topic: string, payload = "{}") {
  device.send({ cmd: "publish", qos: 0, dup: false, retain: false, topic, payload });
  const packet = await device.receive();
  if (packet.cmd !== "publish") throw new Error(`${packet.cmd} came`);
  return { topic: packet.topic, body: JSON.parse(packet.payload.toString()) };
}

async function subscribed(...args: Parameters<typeof setUp>) {
  const all = await setUp(...args);
  expect(all.connack).toMatchObject({ cmd: "connack", returnCode: 0, sessionPresent: false });
  all.device.send({ cmd: "subscribe", messageId: 1, subscriptions: [{ topic: answers, qos: 0 }] });
  expect(await all.device.receive()).toMatchObject({ cmd: "suback", granted: [0] });
  return all;
}

test("the request id comes back as it was written, and an operation is known by its own device only", async () => {
  const { device } = await subscribed();
  const first = await exchange(device, `${register}?$rid=a+%20b`);
  expect(first.topic).toBe("$dps/registrations/res/202/?$rid=a+%20b&retry-after=0");
  const { operationId } = first.body;
  const second = await exchange(device, `${ask}?$rid=2&operationId=${operationId}`);
  expect(second).toMatchObject({
    topic: "$dps/registrations/res/200/?$rid=2",
    body: { status: "assigned" },
  });
  expect(await exchange(device, `${ask}?$rid=3&operationId=4.0.0`)).toMatchObject({
    topic: "$dps/registrations/res/404/?$rid=3",
    body: { errorCode: 404000, trackingId: expect.any(String), timestampUtc: expect.any(String) },
  });
});

test.each([
  ["no JSON", "{"],
  ["no object", "[]"],
  ["another registration id", '{"registrationId":"reg-2"}'],
  ["a model id that is no text", '{"payload":{"modelId":1}}'],
  ["a model id without end", JSON.stringify({ payload: { modelId: "m".repeat(257) } })],
])("a registration with %s is answered with 400 and makes no device", async (_, body) => {
  const { hub, device } = await subscribed();
  const { topic } = await exchange(device, `${register}?$rid=1`, body);
  expect(topic).toBe("$dps/registrations/res/400/?$rid=1");
  expect(() => hub.deviceConnectionString("reg-1")).toThrow("not registered");
});

test("a registration id in other letters is the same one", async () => {
  const { device } = await subscribed();
  const { topic } = await exchange(device, `${register}?$rid=1`, '{"registrationId":"REG-1"}');
  expect(topic).toContain("/202/");
});

test.each<[string, Signed]>([
  ["has expired", { expiry: 1 }],
  ["is of another policy", { policy: "device" }],
])("a token that %s is answered with 401", async (_, signed) => {
  const { device, rules } = await subscribed({}, signed);
  const { topic, body } = await exchange(device, `${register}?$rid=1`);
  expect(topic).toBe("$dps/registrations/res/401/?$rid=1");
  expect(body).toMatchObject({ errorCode: 401002 });
  expect(rules).toEqual(["IotHubUnauthorizedAccess"]);
});

test.each<[string, Partial<IConnectPacket>, number]>([
  ["another client id", { clientId: "reg-2" }, 5],
  ["no proof", { password: Buffer.alloc(0) }, 5],
  ["a password that is no token", { password: Buffer.from("secret") }, 5],
  ["MQTT 3.1", { protocolVersion: 3, protocolId: "MQIsdp" }, 1],
])("a connection with %s is refused", async (_, change, returnCode) => {
  const { connack, device } = await setUp(change);
  expect(connack).toMatchObject({ cmd: "connack", returnCode });
  if (!device.socket.closed) await once(device.socket, "close");
});

const publish = { cmd: "publish", messageId: 2, dup: false, retain: false, payload: "{}" } as const;

test.each<[string, Packet, string]>([
  ["telemetry", { ...publish, qos: 1, topic: "devices/reg-1/messages/events/" }, "unknownTopic"],
  ["a request without id", { ...publish, qos: 1, topic: `${register}?x=1` }, "unknownTopic"],
  [
    "a request id that no answer has room for",
    { ...publish, qos: 1, topic: `${register}?$rid=${"1".repeat(65_400)}` },
    "unknownTopic",
  ],
  ["QoS 2", { ...publish, qos: 2, topic: `${register}?$rid=1` }, "unknownTopic"],
  [
    "a subscription to commands",
    {
      cmd: "subscribe",
      messageId: 3,
      subscriptions: [{ topic: "$iothub/methods/POST/#", qos: 0 }],
    },
    "unknownTopic",
  ],
  [
    "a second connect",
    { cmd: "connect", protocolId: "MQTT", protocolVersion: 4, clientId: "reg-1" },
    "protocol",
  ],
])("%s ends a connection to the provisioning service", async (_, packet, rule) => {
  const { device, rules } = await setUp();
  device.send(packet);
  await once(device.socket, "close");
  expect(rules).toEqual([rule]);
});

test("who has not subscribed, or no longer, is answered nothing", async () => {
  const { device } = await subscribed();
  device.send({ cmd: "unsubscribe", messageId: 2, unsubscriptions: [answers] });
  expect(await device.receive()).toMatchObject({ cmd: "unsuback" });
  device.send({ ...publish, qos: 1, topic: `${register}?$rid=1` });
  expect(await device.receive()).toMatchObject({ cmd: "puback", messageId: 2 });
  device.send({ cmd: "pingreq" });
  expect(await device.receive()).toMatchObject({ cmd: "pingresp" });
});
