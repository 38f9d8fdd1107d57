import { once } from "node:events";
import { connect } from "node:tls";
import azureIotDevice from "azure-iot-device";
import azureIothub from "azure-iothub";
import { expect, test } from "vitest";
import WebSocket from "ws";
import { createSasToken, type Hub, type HubLogLine } from "../../src/hub/index.js";
import { HubLog } from "../../src/hub/log.js";
import { serviceErrorNames } from "../../src/hub/service-error.js";
import { connected, report, sdkClient } from "./device-sdk.js";
import { eventually } from "./eventually.js";
import { ManualClock } from "./fixtures.js";
import { detachOf, next, putToken, rawAmqp } from "./raw-amqp.js";
import { connectPacket, RawDevice } from "./raw-device.js";
import { connectedDevice, registry, service, testHub } from "./sdk.js";

const wrongKey = Buffer.from("a wrong key, no less of a secret").toString("base64");

function wrong(text: string): string {
  return text.replace(/SharedAccessKey=[^;]*/, `SharedAccessKey=${wrongKey}`);
}

/** Nobody minds how the SDK tells it; the log is what counts. */
async function inVain(work: Promise<unknown>): Promise<void> {
  await work.then(
    () => {},
    () => {},
  );
}

/** A device that breaks rules of MQTT. */
async function raw(hub: Hub): Promise<RawDevice> {
  const device = new RawDevice(hub);
  device.send(connectPacket(hub));
  await device.receive();
  return device;
}

function tokenFor(hub: Hub, expiry: number): string {
  const key = /SharedAccessKey=(.*)$/.exec(hub.deviceConnectionString("dev1"))?.[1] ?? "";
  return createSasToken(`${hub.hostName}/devices/dev1`, key, expiry);
}

const telemetry = { cmd: "publish", qos: 1, messageId: 1, dup: false, retain: false } as const;
const events = "devices/dev1/messages/events/";
const past = 1_600_000_000;

type Row = readonly [what: string, act: (hub: Hub) => Promise<unknown>, line: Partial<HubLogLine>];

const rows: readonly Row[] = [
  [
    "a service with a wrong key",
    (hub) => azureIothub.Registry.fromConnectionString(wrong(hub.connectionString)).get("dev1"),
    {
      protocol: "http",
      client: "policy iothubowner",
      operation: "GET /devices/dev1",
      rule: "IotHubUnauthorizedAccess",
      number: 401002,
      message: "Unauthorized: the signature is wrong",
    },
  ],
  [
    "a service whose token has expired",
    (hub) => {
      const key = /SharedAccessKey=(.*)$/.exec(hub.connectionString)?.[1] ?? "";
      const token = createSasToken(hub.hostName, key, past, "iothubowner");
      return azureIothub.Registry.fromSharedAccessSignature(token).get("dev1");
    },
    {
      protocol: "http",
      rule: "IotHubUnauthorizedAccess",
      message: "Unauthorized: the token has expired",
    },
  ],
  [
    "a policy without the permission",
    (hub) =>
      azureIothub.Registry.fromConnectionString(hub.policyConnectionString("device")).get("dev1"),
    {
      client: "policy device",
      rule: "IotHubUnauthorizedAccess",
      message: expect.stringContaining("this needs RegistryRead"),
      advice: expect.stringContaining("iothubowner"),
    },
  ],
  [
    "a policy without the permission over AMQP",
    async (hub) => {
      const client = azureIothub.Client.fromConnectionString(hub.policyConnectionString("device"));
      await client.open();
      await client.send("dev1", "hello");
    },
    { protocol: "amqp", client: "policy device", rule: "IotHubUnauthorizedAccess" },
  ],
  [
    "a device that is not known",
    (hub) => registry(hub).get("nobody"),
    {
      client: "policy iothubowner",
      operation: "GET /devices/nobody",
      rule: "DeviceNotFound",
      number: 404001,
      advice: expect.stringContaining("pnp device create"),
    },
  ],
  [
    "a path that is none",
    (hub) => fetch(`https://${hub.hostName}/nothing/here?sig=secret`),
    { operation: "GET /nothing/here", rule: "GenericNotFound", number: 404000 },
  ],
  [
    "an etag that is stale",
    async (hub) => registry(hub).updateTwin("dev1", { tags: { a: 1 } }, "AAAAAAAAAAA="),
    { operation: "PATCH /twins/dev1", rule: "PreconditionFailed", number: 412001 },
  ],
  [
    "a direct method of a device that is away",
    (hub) => service(hub).invokeDeviceMethod("dev1", { methodName: "reboot" }),
    { operation: "POST /twins/dev1/methods", rule: "DeviceNotOnline", number: 404103 },
  ],
  [
    "too many messages for a device",
    async (hub) => {
      const client = service(hub);
      await client.open();
      for (let sent = 0; sent < 51; sent += 1) await client.send("dev1", "hello");
    },
    {
      protocol: "amqp",
      client: "policy iothubowner",
      operation: "send to /devices/dev1/messages/devicebound",
      rule: "DeviceMaximumQueueDepthExceeded",
      number: 403004,
    },
  ],
  ...(["Mqtt", "MqttWs"] as const).map(
    (transport): Row => [
      `a device with a wrong key over ${transport}`,
      (hub) => connected(wrong(hub.deviceConnectionString("dev1")), transport),
      {
        protocol: "mqtt",
        client: "dev1",
        operation: "connect",
        rule: "IotHubUnauthorizedAccess",
        number: 401002,
        message: "Unauthorized: the signature is wrong",
        advice: expect.stringContaining("pnp device connection-string"),
      },
    ],
  ),
  ...(["Amqp", "AmqpWs"] as const).map(
    (transport): Row => [
      `a device with a wrong key over ${transport}`,
      (hub) => connected(wrong(hub.deviceConnectionString("dev1")), transport),
      {
        protocol: "amqp",
        client: "dev1",
        operation: expect.stringMatching(/^put-token .*dev1/),
        rule: "IotHubUnauthorizedAccess",
        number: 401002,
        message: "Unauthorized: the signature is wrong",
      },
    ],
  ),
  [
    "a device whose token has expired",
    async (hub) => {
      const device = new RawDevice(hub);
      device.send(connectPacket(hub, { password: Buffer.from(tokenFor(hub, past)) }));
      await device.receive();
    },
    {
      client: "dev1",
      rule: "IotHubUnauthorizedAccess",
      message: "Unauthorized: the token has expired",
    },
  ],
  [
    "a device whose token has expired over AMQP",
    (hub) => putToken(rawAmqp(hub), tokenFor(hub, past)),
    {
      protocol: "amqp",
      rule: "IotHubUnauthorizedAccess",
      message: "Unauthorized: the token has expired",
    },
  ],
  [
    "a device that is not registered",
    (hub) => connected(hub.deviceConnectionString("dev1").replace("dev1", "nobody"), "Mqtt"),
    {
      client: "nobody",
      rule: "IotHubUnauthorizedAccess",
      message: expect.stringContaining("not registered"),
    },
  ],
  [
    "a device that is disabled",
    (hub) => {
      hub.createDevice("off", { status: "disabled" });
      return connected(hub.deviceConnectionString("off"), "Mqtt");
    },
    {
      client: "off",
      rule: "IotHubUnauthorizedAccess",
      message: expect.stringContaining("off is disabled"),
      advice: expect.stringContaining("pnp device update"),
    },
  ],
  [
    "a device that is disabled while it is connected",
    async (hub) => {
      await connected(hub.deviceConnectionString("dev1"), "Mqtt");
      await registry(hub).update({ deviceId: "dev1", status: "disabled" });
    },
    { protocol: "mqtt", client: "dev1", rule: "closed", message: "the identity was disabled" },
  ],
  [
    "a second connection that takes over",
    async (hub) => {
      await connected(hub.deviceConnectionString("dev1"), "Mqtt");
      await connected(hub.deviceConnectionString("dev1"), "Mqtt");
    },
    {
      protocol: "mqtt",
      client: "dev1",
      rule: "ConnectionForcefullyClosedOnNewConnection",
      number: 400027,
      advice: expect.stringContaining("only one program"),
    },
  ],
  [
    "a second connection that takes over, by AMQP",
    async (hub) => {
      const first = await connected(hub.deviceConnectionString("dev1"), "Amqp");
      await first.sendEvent(new azureIotDevice.Message("1"));
      const second = await connected(hub.deviceConnectionString("dev1"), "Amqp");
      await second.sendEvent(new azureIotDevice.Message("2"));
    },
    { protocol: "amqp", rule: "ConnectionForcefullyClosedOnNewConnection", number: 400027 },
  ],
  [
    "a topic that is none",
    async (hub) => (await raw(hub)).send({ ...telemetry, topic: "my/own/topic", payload: "1" }),
    {
      protocol: "mqtt",
      client: "dev1",
      operation: "publish my/own/topic",
      rule: "unknownTopic",
      advice: expect.stringContaining("devices/<id>/messages/events/"),
    },
  ],
  [
    "a subscription to everything",
    async (hub) =>
      (await raw(hub)).send({
        cmd: "subscribe",
        messageId: 1,
        subscriptions: [{ topic: "#", qos: 0 }],
      }),
    { operation: "subscribe #", rule: "unknownTopic" },
  ],
  [
    "QoS 2",
    async (hub) => (await raw(hub)).send({ ...telemetry, qos: 2, topic: events, payload: "1" }),
    { operation: `publish ${events}`, rule: "qos2", advice: expect.stringContaining("QoS 0 or 1") },
  ],
  [
    "a message that is too large",
    async (hub) =>
      (await raw(hub)).send({ ...telemetry, topic: events, payload: "x".repeat(262_145) }),
    { operation: `publish ${events}`, rule: "messageTooLarge" },
  ],
  [
    "a message that is too large over AMQP",
    async (hub) => {
      const connection = rawAmqp(hub);
      await putToken(connection, tokenFor(hub, 4_000_000_000));
      const sender = connection.open_sender("/devices/dev1/messages/events");
      await next(sender, "sendable");
      sender.send({ body: Buffer.alloc(262_145) });
    },
    {
      protocol: "amqp",
      client: "dev1",
      operation: "send telemetry",
      rule: "MessageTooLarge",
      number: 413001,
    },
  ],
  [
    "an address that is none",
    (hub) => detachOf(rawAmqp(hub), "/no/such/address"),
    { protocol: "amqp", operation: "attach /no/such/address", rule: "amqp:not-found" },
  ],
  [
    "a link without a token",
    (hub) => detachOf(rawAmqp(hub), "/devices/dev1/messages/devicebound"),
    {
      operation: "attach /devices/dev1/messages/devicebound",
      rule: "IotHubUnauthorizedAccess",
      number: 401002,
    },
  ],
  [
    "a reported value that no twin may have",
    async (hub) => report(await connected(hub.deviceConnectionString("dev1"), "Mqtt"), { $bad: 1 }),
    {
      protocol: "mqtt",
      client: "dev1",
      operation: expect.stringContaining("$iothub/twin/PATCH/properties/reported/"),
      rule: "ArgumentInvalid",
      number: 400004,
    },
  ],
  [
    "the same over AMQP",
    async (hub) => report(await connected(hub.deviceConnectionString("dev1"), "Amqp"), { $bad: 1 }),
    {
      protocol: "amqp",
      client: "dev1",
      operation: "twin PATCH /properties/reported",
      rule: "ArgumentInvalid",
    },
  ],
  [
    "what is no protocol of the hub",
    async (hub) => {
      const socket = connect({ host: hub.hostName, port: 8883 });
      socket.on("error", () => {}).resume();
      socket.write("SSH-2.0-any\r\n");
      await once(socket, "close");
    },
    { protocol: "tcp", operation: "connect", rule: "protocol" },
  ],
  [
    "a request that is none",
    async (hub) => {
      const socket = connect({ host: hub.hostName, port: 443 });
      const answer = new Promise((resolve) => socket.once("data", resolve));
      socket.on("error", () => {}).write("GET / HTTP/1.1\r\nno header\r\n\r\n");
      expect(String(await answer)).toMatch(/^HTTP\/1\.1 400 /);
    },
    { protocol: "http", operation: "read", rule: "malformed" },
  ],
  [
    "a client that does not trust the hub's certificate",
    (hub) => fetch(`https://localhost:${hub.port}/`),
    { protocol: "tcp", rule: "handshake", advice: expect.stringContaining("NODE_EXTRA_CA_CERTS") },
  ],
  [
    "a WebSocket of another subprotocol",
    (hub) =>
      new Promise((resolve) => {
        const socket = new WebSocket(`wss://${hub.hostName}/$iothub/websocket`, "chat");
        socket.once("error", resolve);
      }),
    { protocol: "websocket", operation: "upgrade", rule: "webSocket" },
  ],
];

test.each(rows)("the log names the rule, and no secret, of %s", async (_what, act, line) => {
  const hub = await testHub();
  hub.createDevice("dev1");
  await inVain(act(hub));
  const told = {
    level: "warn",
    time: expect.stringMatching(/^\d{4}-\d\d-\d\dT.*Z$/),
    operation: expect.any(String),
    message: expect.stringMatching(/\S/),
    advice: expect.stringMatching(/\.$/),
    ...line,
  };
  await eventually(() => hub.logs("warn")).toContainEqual(expect.objectContaining(told));
  const keys = [
    hub.connectionString,
    hub.deviceConnectionString("dev1"),
    wrong(hub.connectionString),
  ]
    .map((text) => /SharedAccessKey=(.*)$/.exec(text)?.[1] ?? "")
    .flatMap((key) => [key, encodeURIComponent(key)]);
  const text = JSON.stringify(hub.logs());
  expect(keys.filter((key) => text.includes(key))).toEqual([]);
  expect(text).not.toMatch(/sig=[^*]|SharedAccessSignature /);
});

test("who comes and goes is told, with protocol and model", async () => {
  const hub = await testHub();
  hub.createDevice("dev1");
  const model = "dtmi:com:example:Thermostat;1";
  const device = await connectedDevice(hub.deviceConnectionString("dev1"), model);
  await device.close();
  const lines = (): readonly HubLogLine[] => hub.logs().filter(({ client }) => client === "dev1");
  await eventually(lines).toMatchObject([
    { level: "info", protocol: "mqtt", message: `connected, its model is ${model}` },
    { level: "info", protocol: "mqtt", message: "disconnected" },
  ]);
  expect(hub.logs("warn")).toEqual([]);
});

test("requests and packets are told to who listens for them, without bodies, and are not kept", async () => {
  const hub = await testHub();
  hub.createDevice("dev1");
  const told: HubLogLine[] = [];
  const stop = hub.onLog("debug", (line) => void told.push(line));
  const device = await connectedDevice(hub.deviceConnectionString("dev1"));
  await device.sendEvent(new azureIotDevice.Message("a body of its own"));
  await registry(hub).get("dev1");
  const operations = told.filter(({ level }) => level === "debug").map((line) => line.operation);
  expect(operations).toContain("publish devices/dev1/messages/events/");
  expect(operations).toContainEqual(expect.stringMatching(/^GET \/devices\/dev1\?api-version=/));
  expect(JSON.stringify(told)).not.toContain("a body of its own");
  expect(hub.logs("debug").filter(({ level }) => level === "debug")).toEqual([]);
  stop();
  const before = told.length;
  await registry(hub).get("dev1");
  expect(told).toHaveLength(before);
});

test.each(serviceErrorNames)(
  "a refusal by the name of %s comes with its number and with advice",
  (rule) => {
    const log = new HubLog(new ManualClock());
    const trace = log.trace(undefined);
    trace({ kind: "refused", protocol: "http", operation: "GET /", rule, detail: "no" });
    expect(log.lines()).toMatchObject([
      { rule, number: expect.any(Number), advice: expect.stringMatching(/^[A-Z].*\.$/) },
    ]);
  },
);

test("what clients write into names and topics is told without what may be a secret", () => {
  const log = new HubLog(new ManualClock());
  const operation = `publish devices/d/messages/events/sig=abc&sr=x SharedAccessKey=${wrongKey}`;
  const detail = `no topic ${wrongKey} eyJhbGciOiJSUzI1NiJ9.eyJhIjoxfQ.c2ln`;
  log.trace(undefined)({
    kind: "refused",
    protocol: "mqtt",
    operation,
    rule: "unknownTopic",
    detail,
  });
  const text = JSON.stringify(log.lines());
  expect(text).not.toMatch(/sig=abc|eyJ/);
  expect(text).not.toContain(wrongKey);
  expect(text).toContain("publish devices/d/messages/events/");
});

test("however much a client writes, its line of the log is short", () => {
  const log = new HubLog(new ManualClock());
  const operation = `publish ${"x".repeat(60_000)}`;
  const detail = `a device cannot publish to ${operation}`;
  log.trace(undefined)({
    kind: "refused",
    protocol: "mqtt",
    operation,
    rule: "unknownTopic",
    detail,
  });
  expect(JSON.stringify(log.lines()).length).toBeLessThan(1500);
  expect(log.lines()[0]?.operation).toMatch(/^publish x+…$/);
});

test("devices that come and go do not push out why one was refused", () => {
  const log = new HubLog(new ManualClock());
  const refuse = (operation: string): void =>
    log.trace(undefined)({
      kind: "refused",
      protocol: "mqtt",
      operation,
      rule: "qos2",
      detail: "",
    });
  refuse("first");
  for (let came = 0; came < 3000; came += 1) log.info({ message: `connected ${came}` });
  refuse("last");
  const lines = log.lines();
  expect(lines).toHaveLength(2002);
  expect(lines.at(0)?.operation).toBe("first");
  expect(lines.at(1)?.message).toBe("connected 1000");
  expect(lines.at(-1)?.operation).toBe("last");
  expect(log.lines("warn")).toHaveLength(2);
});

test("the log keeps the latest 2,000 refusals, oldest first", () => {
  const log = new HubLog(new ManualClock());
  const trace = log.trace(undefined);
  for (let asked = 0; asked < 4100; asked += 1) {
    const operation = `GET /nothing/${asked}`;
    trace({ kind: "refused", protocol: "http", operation, rule: "GenericNotFound", detail: "-" });
  }
  const operations = log.lines().map((line) => line.operation);
  expect(operations).toEqual(
    Array.from({ length: 2000 }, (_none, index) => `GET /nothing/${2100 + index}`),
  );
});

test("a device that may not come back keeps telling, and is told apart from the one it replaces", async () => {
  const hub = await testHub();
  hub.createDevice("dev1");
  hub.createDevice("dev2");
  await inVain(sdkClient(wrong(hub.deviceConnectionString("dev2")), "Mqtt").open());
  await eventually(() => hub.logs("warn").map(({ client }) => client)).toEqual(["dev2"]);
});
