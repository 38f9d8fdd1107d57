import { once } from "node:events";
import { connect } from "node:tls";
import type { IConnectPacket, Packet } from "mqtt-packet";
import { expect, onTestFinished, test, vi } from "vitest";
import type { HubTraceEvent } from "../../src/hub/index.js";
import { connectPacket, RawDevice } from "./raw-device.js";
import { connectedDevice, testHub } from "./sdk.js";

async function setUp(change: Partial<IConnectPacket> = {}) {
  const rules: string[] = [];
  const trace = (event: HubTraceEvent): void => {
    if (event.kind === "refused") rules.push(event.rule);
  };
  const hub = await testHub({ trace });
  hub.createDevice("dev1");
  const device = new RawDevice(hub);
  device.send(connectPacket(hub, change));
  return { hub, rules, device, connack: await device.receive() };
}

const telemetry = { cmd: "publish", qos: 1, messageId: 1, dup: false, retain: false } as const;
const events = "devices/dev1/messages/events/";

test("a ping, a subscription and its end are answered; QoS 2 is granted as 1", async () => {
  const { device, connack } = await setUp();
  expect(connack).toMatchObject({ cmd: "connack", returnCode: 0 });
  device.send({ cmd: "pingreq" });
  expect(await device.receive()).toMatchObject({ cmd: "pingresp" });
  const topic = "devices/dev1/messages/devicebound/#";
  device.send({ cmd: "subscribe", messageId: 7, subscriptions: [{ topic, qos: 2 }] });
  expect(await device.receive()).toMatchObject({ cmd: "suback", messageId: 7, granted: [1] });
  device.send({ cmd: "unsubscribe", messageId: 8, unsubscriptions: [topic] });
  expect(await device.receive()).toMatchObject({ cmd: "unsuback", messageId: 8 });
});

test.each([
  ["dtmi:com:example:Thermostat;1", "raw"],
  ["dtmi%3Acom%3Aexample%3AThermostat%3B1", "encoded"],
])("a model id is understood as %s (%s)", async (modelId) => {
  const hub = await testHub();
  hub.createDevice("dev1");
  const device = new RawDevice(hub);
  const username = `${hub.hostName}/dev1/api-version=2020-09-30&model-id=${modelId}`;
  device.send(connectPacket(hub, { username }));
  await device.receive();
  device.send({ ...telemetry, topic: events, payload: "1" });
  expect(await device.receive()).toMatchObject({ cmd: "puback", messageId: 1 });
  const stamps = hub.telemetry().map((event) => event.systemProperties["dt-dataschema"]);
  expect(stamps).toEqual(["dtmi:com:example:Thermostat;1"]);
});

test.each<[string, Packet]>([
  ["unknownTopic", { ...telemetry, topic: "devices/other/messages/events/", payload: "x" }],
  ["unknownTopic", { ...telemetry, topic: `${events}%zz=1`, payload: "x" }],
  ["unknownTopic", { cmd: "subscribe", messageId: 1, subscriptions: [{ topic: "#", qos: 0 }] }],
  // The answer's topic would have no room for it.
  [
    "unknownTopic",
    { ...telemetry, topic: `$iothub/twin/GET/?$rid=${"€".repeat(21_000)}`, payload: "" },
  ],
  ["qos2", { ...telemetry, qos: 2, topic: events, payload: "x" }],
  ["messageTooLarge", { ...telemetry, topic: events, payload: "x".repeat(262_145) }],
  ["malformed", { ...telemetry, topic: events, payload: "x".repeat(400_000) }],
])("the connection is closed for what breaks the rule %s", async (rule, packet) => {
  const { hub, device, rules } = await setUp();
  const closed = once(device.socket, "close");
  device.send(packet);
  await closed;
  expect(rules).toEqual([rule]);
  expect(hub.telemetry()).toEqual([]);
});

test.each<[number, Partial<IConnectPacket>]>([
  [1, { protocolId: "MQIsdp", protocolVersion: 3 }],
  [5, { clientId: "dev2" }],
  [5, { username: "other.azure-devices.test/dev1/" }],
  [5, { password: Buffer.from("nonsense") }],
])("CONNACK %i and a closed connection answer a wrong CONNECT", async (returnCode, change) => {
  const { device, connack } = await setUp(change);
  expect(connack).toMatchObject({ cmd: "connack", returnCode });
  if (!device.socket.closed) await once(device.socket, "close");
});

test("a silent device is cut off after one and a half keep-alives", async () => {
  const { device, rules } = await setUp({ keepalive: 1 });
  await once(device.socket, "close");
  expect(rules).toEqual(["keepAlive"]);
});

test.each([0, 60_000])(
  "a device that announces a keep-alive of %i is cut off after 1767 seconds of silence",
  async (keepalive) => {
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
    onTestFinished(() => void vi.useRealTimers());
    const { device, rules } = await setUp({ keepalive });
    const closed = once(device.socket, "close");
    vi.advanceTimersByTime(1_766_000);
    device.send({ cmd: "pingreq" });
    expect(await device.receive()).toMatchObject({ cmd: "pingresp" });
    vi.advanceTimersByTime(1_766_000);
    expect(rules).toEqual([]);
    vi.advanceTimersByTime(2_000);
    await closed;
    expect(rules).toEqual(["keepAlive"]);
  },
);

test("the last will arrives as telemetry when the connection breaks, and not after a goodbye", async () => {
  const will = { topic: events, payload: Buffer.from("gone"), qos: 1, retain: false } as const;
  const { hub, device } = await setUp({ will });
  const said = new Promise((resolve) => hub.onTelemetry(resolve));
  device.socket.destroy();
  expect(await said).toMatchObject({
    body: Buffer.from("gone"),
    applicationProperties: { "iothub-MessageType": "Will" },
  });
  const polite = new RawDevice(hub);
  polite.send(connectPacket(hub, { will }));
  await polite.receive();
  polite.send({ cmd: "disconnect" });
  await once(polite.socket, "close");
  expect(hub.telemetry()).toHaveLength(1);
});

test("a last will that nobody can get is told of, and one that is to be retained says so", async () => {
  const will = { topic: events, payload: Buffer.from("gone"), qos: 1, retain: true } as const;
  const { hub, rules } = await setUp({
    will: { ...will, topic: "devices/other/messages/events/" },
  });
  expect(rules).toEqual(["will"]);
  const said = new Promise((resolve) => hub.onTelemetry(resolve));
  const device = new RawDevice(hub);
  device.send(connectPacket(hub, { will }));
  await device.receive();
  device.socket.destroy();
  expect(await said).toMatchObject({
    applicationProperties: { "iothub-MessageType": "Will", "mqtt-retain": "true" },
  });
});

test("what is no protocol of the hub is not answered: the connection is closed", async () => {
  const { hub, rules } = await setUp();
  const socket = connect({ host: hub.hostName, port: 5671 });
  socket.on("error", () => {});
  socket.resume();
  socket.write("SSH-2.0-any\r\n");
  await once(socket, "close");
  expect(rules).toEqual(["protocol"]);
});

test.each([
  ["subscribe", Buffer.from([0x82, 2, 0, 7])],
  ["unsubscribe", Buffer.from([0xa2, 2, 0, 7])],
])("%s without topics ends the connection, and nothing else", async (_packet, bytes) => {
  const { hub, rules, device } = await setUp();
  device.socket.write(bytes);
  await once(device.socket, "close");
  expect(rules).toEqual(["protocol"]);
  const other = new RawDevice(hub);
  other.send(connectPacket(hub));
  expect(await other.receive()).toMatchObject({ cmd: "connack", returnCode: 0 });
});

test("a device called registrations connects like any other", async () => {
  const hub = await testHub();
  hub.createDevice("registrations");
  const device = await connectedDevice(hub.deviceConnectionString("registrations"));
  expect((await device.getTwin()).properties.desired).toMatchObject({ $version: 1 });
});
