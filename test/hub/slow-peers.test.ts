import { once } from "node:events";
import { connect as connectTcp, type Socket } from "node:net";
import { connect, type TLSSocket } from "node:tls";
import mqttPacket from "mqtt-packet";
import { expect, onTestFinished, test } from "vitest";
import { connectDevice } from "../../src/azure/device.js";
import { createSasToken, type Hub } from "../../src/hub/index.js";
import { connectPacket, RawDevice } from "./raw-device.js";
import { connectedDevice, testHub } from "./sdk.js";

const json = { contentType: "application/json", contentEncoding: "utf-8" } as const;

/** A connection of somebody who says these words and waits. */
async function peer(hub: Hub, ...words: readonly (string | Buffer)[]): Promise<TLSSocket> {
  const socket = connect({ host: hub.hostName, port: 8883 });
  onTestFinished(() => void socket.destroy());
  socket.on("error", () => {});
  await once(socket, "secureConnect");
  for (const each of words) socket.write(each);
  return socket;
}

/** Resolves when the hub has ended the connection. */
function ended(socket: Socket): Promise<unknown> {
  socket.resume();
  return new Promise((resolve) => socket.once("close", resolve));
}

/** A device signs in and out as if nothing was the matter. */
async function isWell(hub: Hub): Promise<void> {
  const device = await connectDevice(hub.deviceConnectionString("dev1"));
  await device.sendTelemetry({ body: "well", properties: {}, ...json });
  await device.close();
  expect(hub.telemetry("dev1").at(-1)?.body.toString()).toBe("well");
}

function requestHead(hub: Hub, contentLength: number): string {
  const key = /SharedAccessKey=(.*)$/.exec(hub.connectionString)?.[1] ?? "";
  const token = createSasToken(hub.hostName, key, 4_000_000_000, "iothubowner");
  return [
    "PUT /devices/dev2?api-version=2021-04-12 HTTP/1.1",
    `Host: ${hub.hostName}`,
    `Authorization: ${token}`,
    `Content-Length: ${contentLength}`,
    "\r\n",
  ].join("\r\n");
}

const upgrade = [
  "GET /$iothub/websocket HTTP/1.1",
  "Host: hub",
  "Connection: Upgrade",
  "Upgrade: websocket",
  "Sec-WebSocket-Version: 13",
  "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
  "Sec-WebSocket-Protocol: mqtt",
  "\r\n",
].join("\r\n");

test.each<readonly [what: string, words: (hub: Hub) => readonly (string | Buffer)[]]>([
  ["nothing", () => []],
  ["half a word", () => ["G"]],
  ["half the head of a request", () => ["GET /twins/dev1 HTTP/1.1\r\nHost: h"]],
  ["a head without its body", (hub) => [requestHead(hub, 100), '{"deviceId"']],
  ["half a CONNECT", (hub) => [mqttPacket.generate(connectPacket(hub)).subarray(0, 30)]],
  ["AMQP's header", () => [Buffer.from("AMQP\0\x01\0\0", "latin1")]],
  ["a WebSocket's beginning", () => [upgrade]],
])("who says %s and waits is cut off, and nobody else", async (_what, words) => {
  const hub = await testHub({ patience: 100 });
  hub.createDevice("dev1");
  const slow = await Promise.all([1, 2, 3].map(() => peer(hub, ...words(hub))));
  await Promise.all(slow.map(ended));
  await isWell(hub);
});

test("who begins no TLS is cut off", async () => {
  const hub = await testHub({ patience: 100 });
  const socket = connectTcp({ host: "127.0.0.1", port: hub.port });
  onTestFinished(() => void socket.destroy());
  await ended(socket);
});

test("what begins byte by byte is understood as well", async () => {
  const hub = await testHub();
  hub.createDevice("dev1");
  const header = Buffer.from("AMQP\0\x01\0\0", "latin1");
  const http = "GET /nowhere HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n";
  for (const words of [header, Buffer.from(http)]) {
    const socket = await peer(hub);
    const answer = once(socket, "data");
    for (const byte of words) {
      await new Promise((resolve) => void socket.write(Buffer.from([byte]), resolve));
    }
    const [first] = (await answer) as [Buffer];
    expect(first.toString("latin1", 0, 4)).toBe(words === header ? "AMQP" : "HTTP");
  }
});

test("two hundred connections that say nothing leave room for a device", async () => {
  const hub = await testHub();
  hub.createDevice("dev1");
  await Promise.all(Array.from({ length: 200 }, () => peer(hub)));
  await isWell(hub);
});

test("a device that does not read its answers is not read either", async () => {
  const hub = await testHub();
  hub.createDevice("dev1");
  const deaf = new RawDevice(hub);
  deaf.send(connectPacket(hub));
  await deaf.receive();
  deaf.socket.pause();
  const pings = Buffer.concat(
    Array.from({ length: 50_000 }, () => mqttPacket.generate({ cmd: "pingreq" })),
  );
  let sent = 0;
  // Until even the buffers of the system are full: a hub that went on reading would take all of it.
  while (sent < 400 && deaf.socket.write(pings)) sent += 1;
  for (; sent < 400 && deaf.socket.writableLength < 8_000_000; sent += 1) deaf.socket.write(pings);
  await isWellBeside(hub);
  expect(deaf.socket.writableLength).toBeGreaterThan(0);
});

async function isWellBeside(hub: Hub): Promise<void> {
  hub.createDevice("dev2");
  const device = await connectedDevice(hub.deviceConnectionString("dev2"));
  await device.getTwin();
}

test("an endless body is refused, and its connection ended in time", async () => {
  const hub = await testHub({ patience: 20 });
  hub.createDevice("dev1");
  const socket = await peer(hub, requestHead(hub, 2 ** 40));
  const flood = setInterval(() => socket.write(Buffer.alloc(65_536, 0x20)), 1);
  onTestFinished(() => clearInterval(flood));
  await ended(socket);
  clearInterval(flood);
  await isWell(hub);
});
