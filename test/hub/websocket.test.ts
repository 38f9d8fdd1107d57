import { once } from "node:events";
import { connect } from "node:tls";
import azureIotDevice from "azure-iot-device";
import { expect, test } from "vitest";
import { WebSocket } from "ws";
import type { Hub, HubTraceEvent } from "../../src/hub/index.js";
import { connected, report } from "./device-sdk.js";
import { registry, service, testHub } from "./sdk.js";

function open(hub: Hub, path: string, subprotocol: string): WebSocket {
  return new WebSocket(`wss://${hub.hostName}${path}`, subprotocol, { ca: hub.caCertificate });
}

test("a device over MQTT in WebSockets reads, reports, answers methods and sends telemetry", async () => {
  const hub = await testHub();
  hub.createDevice("dev1");
  const model = "dtmi:com:example:Thermostat;1";
  const client = await connected(hub.deviceConnectionString("dev1"), "MqttWs", { modelId: model });
  expect((await client.getTwin()).properties.desired).toEqual({ $version: 1 });
  await report(client, { serialNumber: "s-1" });
  const { responseBody } = await registry(hub).getTwin("dev1");
  expect(responseBody).toMatchObject({
    modelId: model,
    connectionState: "Connected",
    properties: { reported: { serialNumber: "s-1" } },
  });
  if (!(client instanceof azureIotDevice.Client)) throw new Error("a device's client");
  client.onDeviceMethod("reboot", (_request, response) => response.send(200, "ok", () => {}));
  const { result } = await service(hub).invokeDeviceMethod("dev1", {
    methodName: "reboot",
    connectTimeoutInSeconds: 5,
  });
  expect(result).toEqual({ status: 200, payload: "ok" });
  await client.sendEvent(new azureIotDevice.Message("x".repeat(200_000)));
  expect(hub.telemetry("dev1").map(({ body }) => body.length)).toEqual([200_000]);
});

test("a tap sees the bytes of WebSockets too", async () => {
  let seen = 0;
  const hub = await testHub({
    tap: (chunk) => {
      seen += chunk.length;
    },
  });
  hub.createDevice("dev1");
  const client = await connected(hub.deviceConnectionString("dev1"), "AmqpWs");
  await client.getTwin();
  expect(seen).toBeGreaterThan(1000);
});

test("a subprotocol is answered in the letters it was asked in, whatever query the path has", async () => {
  const hub = await testHub();
  const socket = open(hub, "/$iothub/websocket?iothub-no-client-cert=true", "MQTT");
  await once(socket, "open");
  expect(socket.protocol).toBe("MQTT");
  socket.terminate();
});

test.each([
  ["/$iothub/websocket", "chat"],
  ["/$servicebus/websocket", "mqtt"],
  ["/devices", "mqtt"],
  ["/constructor", "mqtt"],
  ["/$iothub/websocket", "constructor"],
])("%s with the subprotocol %s is refused with 400", async (path, subprotocol) => {
  const trace: HubTraceEvent[] = [];
  const hub = await testHub({ trace: (event) => trace.push(event) });
  const [error] = await once(open(hub, path, subprotocol), "error");
  expect(String(error)).toContain("400");
  expect(trace).toContainEqual(expect.objectContaining({ kind: "refused", rule: "webSocket" }));
});

test.each([
  ["text", (socket: WebSocket) => socket.send("CONNECT")],
  ["bytes that are not MQTT", (socket: WebSocket) => socket.send(Buffer.alloc(64, 0xff))],
  ["a frame over the limit", (socket: WebSocket) => socket.send(Buffer.alloc(1_048_577, 0x10))],
])("a client that sends %s does not take the hub down", async (_what, send) => {
  const hub = await testHub();
  const socket = open(hub, "/$iothub/websocket", "mqtt");
  socket.on("error", () => {});
  await once(socket, "open");
  send(socket);
  await once(socket, "close");
  hub.createDevice("dev1");
  await connected(hub.deviceConnectionString("dev1"), "MqttWs");
});

/** Writes to the hub's port what no client would, and answers what comes back until the hub closes. */
async function exchange(hub: Hub, ...chunks: readonly (string | Buffer)[]): Promise<string> {
  const socket = connect({ host: hub.hostName, port: 443, ca: hub.caCertificate });
  socket.on("error", () => {});
  let received = "";
  socket.on("data", (chunk: Buffer) => {
    received += chunk.toString("latin1");
  });
  await once(socket, "secureConnect");
  for (const chunk of chunks) socket.write(chunk);
  await once(socket, "close");
  return received;
}

const upgrade = (...more: readonly string[]): string =>
  [
    "GET /$iothub/websocket HTTP/1.1",
    "Host: hub",
    "Connection: Upgrade",
    "Upgrade: websocket",
    "Sec-WebSocket-Version: 13",
    "Sec-WebSocket-Protocol: mqtt",
    ...more,
    "\r\n",
  ].join("\r\n");

test("a handshake without a key is refused with 400", async () => {
  const hub = await testHub();
  expect(await exchange(hub, upgrade())).toMatch(/^HTTP\/1.1 400 /);
});

test.each([
  ["an opcode that does not exist", Buffer.from([0x8f, 0x80, 0, 0, 0, 0])],
  ["a frame without a mask", Buffer.from([0x82, 0x01, 0x10])],
  ["a control frame in pieces", Buffer.from([0x09, 0x80, 0, 0, 0, 0])],
  ["a length beyond all limits", Buffer.from([0x82, 0xff, 0xff, 0xff, 0xff, 0xff, 0, 0, 0, 0])],
])("%s ends the connection, and the hub goes on", async (_what, frame) => {
  const hub = await testHub();
  const key = "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==";
  const received = await exchange(hub, upgrade(key), frame, Buffer.alloc(100, 0xa5));
  expect(received).toMatch(/^HTTP\/1.1 101 /);
  hub.createDevice("dev1");
  await connected(hub.deviceConnectionString("dev1"), "MqttWs");
});

test("MQTT packets may be cut and joined across frames in any way", async () => {
  const hub = await testHub();
  const socket = open(hub, "/$iothub/websocket", "mqtt");
  await once(socket, "open");
  const connack = once(socket, "message");
  const name = `${hub.hostName}/dev1/?api-version=2021-04-12`;
  const field = (text: string) => Buffer.concat([Buffer.from([0, text.length]), Buffer.from(text)]);
  const body = Buffer.concat([
    field("MQTT"),
    Buffer.from([4, 0x82, 0, 60]),
    field("dev1"),
    field(name),
  ]);
  for (const byte of Buffer.concat([Buffer.from([0x10, body.length]), body])) {
    socket.send(Buffer.from([byte]));
  }
  const [packet] = await connack;
  expect([...packet]).toEqual([0x20, 2, 0, 5]);
});

test.each(["/$iothub/websocket", "/$servicebus/websocket"])(
  "AMQP that makes no sense in a WebSocket at %s does not take the hub down",
  async (path) => {
    const hub = await testHub();
    const socket = open(hub, path, "AMQPWSB10");
    socket.on("error", () => {});
    await once(socket, "open");
    expect(socket.protocol).toBe("AMQPWSB10");
    socket.send(Buffer.from("AMQP\x00\x01\x00\x00", "latin1"));
    socket.send(Buffer.alloc(300, 0x5a));
    await once(socket, "close");
    hub.createDevice("dev1");
    const client = await connected(hub.deviceConnectionString("dev1"), "AmqpWs");
    await client.getTwin();
  },
);
