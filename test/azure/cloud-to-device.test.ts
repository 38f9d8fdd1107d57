import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { createServer } from "node:tls";
import azureIotDeviceAmqp from "azure-iot-device-amqp";
import { Mqtt } from "azure-iot-device-mqtt";
import { expect, onTestFinished, test } from "vitest";
import {
  type CloudMessage,
  connectHub,
  type HubConnection,
  type MessageFeedback,
} from "../../src/azure/service.js";
import { sharedCertificates } from "../../src/hub/certificates.js";
import { type Hub, installRedirect } from "../../src/hub/index.js";
import { receivingDevice } from "../hub/device-messages-sdk.js";
import { testHub } from "../hub/sdk.js";

const { Amqp } = azureIotDeviceAmqp;

async function setUp(): Promise<{ readonly hub: Hub; readonly connection: HubConnection }> {
  const hub = await testHub();
  hub.createDevice("dev1");
  const connection = connectHub(hub.connectionString);
  onTestFinished(() => connection.close());
  return { hub, connection };
}

test("bytes, text and JSON arrive as they were given, with ids, types and properties", async () => {
  const { hub, connection } = await setUp();
  const { next } = await receivingDevice(hub, "dev1", Mqtt);
  const bytes = new Uint8Array([0, 128, 255]);
  const first = await connection.messages.send("dev1", {
    body: bytes,
    correlationId: "c-1",
    properties: { color: "grün/blau=&?", empty: "" },
    expiry: 60,
  });
  await connection.messages.send("dev1", {
    body: "grün",
    messageId: "m-2",
    contentType: "text/plain",
  });
  await connection.messages.send("dev1", { body: { count: 9007199254740993n } });
  const [one, two, three] = [await next(), await next(), await next()];
  expect(new Uint8Array(one.getBytes())).toEqual(bytes);
  expect(one).toMatchObject({ messageId: first.messageId, correlationId: "c-1" });
  expect(one.properties.getValue("color")).toBe("grün/blau=&?");
  expect(one.properties.getValue("empty")).toBe("");
  expect(Date.parse(one.expiryTimeUtc) - Date.now()).toBeGreaterThan(50_000);
  expect(two).toMatchObject({ messageId: "m-2", contentType: "text/plain" });
  expect(two.getData().toString()).toBe("grün");
  expect(three).toMatchObject({ contentType: "application/json", contentEncoding: "utf-8" });
  expect(three.getData().toString()).toBe('{"count":9007199254740993}');
});

test("feedback tells what became of each message, by its id", async () => {
  const { hub, connection } = await setUp();
  const { client, next } = await receivingDevice(hub, "dev1", Amqp);
  const { messages } = connection;
  await messages.send("dev1", { body: "a", messageId: "done", ack: "full" });
  await messages.send("dev1", { body: "b", messageId: "refused", ack: "negative" });
  await messages.send("dev1", { body: "c", messageId: "silent", ack: "none" });
  await client.complete(await next());
  await client.reject(await next());
  await client.complete(await next());
  const records: MessageFeedback[] = [];
  for await (const record of messages.feedback({ pollSeconds: 0.02 })) {
    records.push(record);
    if (records.length === 2) break;
  }
  expect(records).toMatchObject([
    { messageId: "done", status: "Success", deviceId: "dev1" },
    { messageId: "refused", status: "Rejected", deviceId: "dev1" },
  ]);
  expect(records[0]?.time).toMatch(/\.\d{7}Z$/);
});

test("feedback is taken off the hub when the loop asks for more, and comes again when it was left", async () => {
  const { connection } = await setUp();
  const { messages } = connection;
  await messages.send("dev1", { body: "a", messageId: "m-1", ack: "full" });
  expect(await messages.purge("dev1")).toBe(1);
  for await (const record of messages.feedback({ pollSeconds: 0.02 })) {
    expect(record).toMatchObject({ messageId: "m-1", status: "Purged" });
    break;
  }
  const signal = AbortSignal.timeout(300);
  const again: string[] = [];
  const read = async (): Promise<void> => {
    for await (const { messageId } of messages.feedback({ pollSeconds: 0.02, signal })) {
      again.push(messageId);
    }
  };
  await expect(read()).rejects.toMatchObject({ code: "PNP_ABORTED" });
  expect(again).toEqual(["m-1"]);
});

test.each<[string, string, CloudMessage, string]>([
  ["for an unknown device", "other", { body: "x" }, "PNP_DEVICE_NOT_FOUND"],
  ["for no device", "", { body: "x" }, "PNP_USAGE"],
  ["above 64 KB", "dev1", { body: new Uint8Array(65_537) }, "PNP_PAYLOAD_INVALID"],
  ["that lives three days", "dev1", { body: "x", expiry: 3 * 24 * 3600 }, "PNP_USAGE"],
  ["that is dead already", "dev1", { body: "x", expiry: new Date(0) }, "PNP_USAGE"],
  ["with a bad name", "dev1", { body: "x", properties: { "a b": "1" } }, "PNP_USAGE"],
  ["with a reserved name", "dev1", { body: "x", properties: { "dt-subject": "1" } }, "PNP_USAGE"],
  [
    "with the hub's own name",
    "dev1",
    { body: "x", properties: { "dt-dataschema": "1" } },
    "PNP_USAGE",
  ],
  ["with a line break", "dev1", { body: "x", properties: { a: "1\n2" } }, "PNP_USAGE"],
  ["with a space in its id", "dev1", { body: "x", messageId: "a b" }, "PNP_USAGE"],
  ["of half a character", "dev1", { body: "\ud800" }, "PNP_USAGE"],
  ["that is no JSON", "dev1", { body: { at: Number.NaN } }, "PNP_PAYLOAD_INVALID"],
])("a message %s fails, and the next one is sent", async (_what, deviceId, message, code) => {
  const { hub, connection } = await setUp();
  await expect(connection.messages.send(deviceId, message)).rejects.toMatchObject({ code });
  const { next } = await receivingDevice(hub, "dev1", Mqtt);
  await connection.messages.send("dev1", { body: "fine" });
  expect((await next()).getData().toString()).toBe("fine");
});

test("a full queue is told at once, with what helps", async () => {
  const { connection } = await setUp();
  const { messages } = connection;
  for (let count = 0; count < 50; count++) await messages.send("dev1", { body: "x" });
  await expect(messages.send("dev1", { body: "x" })).rejects.toMatchObject({
    code: "PNP_THROTTLED",
    hint: expect.stringContaining("purged"),
  });
  expect(await messages.purge("dev1")).toBe(50);
});

test("a connection that breaks while a message is sent fails the call, and nothing else", async () => {
  const { hub, connection } = await setUp();
  await connection.messages.send("dev1", { body: "one" });
  const closing = hub.close();
  await expect(connection.messages.send("dev1", { body: "two" })).rejects.toMatchObject({
    code: "PNP_TRANSPORT",
    message: expect.stringContaining("Its outcome is unknown"),
  });
  await closing;
});

test("a sign-in that is refused, or fails by itself, is told as such", async () => {
  const { hub } = await setUp();
  const key = Buffer.alloc(32).toString("base64");
  const noToken = { getToken: async () => null };
  for (const signIn of [
    hub.connectionString.replace(/Key=[^;]*$/, `Key=${key}`),
    { host: hub.hostName, credential: noToken },
  ]) {
    const stranger = connectHub(signIn);
    onTestFinished(() => stranger.close());
    await expect(stranger.messages.send("dev1", { body: "x" })).rejects.toMatchObject({
      code: "PNP_UNAUTHORIZED",
      message: expect.not.stringContaining("outcome"),
    });
  }
});

test("a connection that is never made does not stand in the way of the next message", async () => {
  const { hub, connection } = await setUp();
  const { certificate, privateKey, caCertificate } = await sharedCertificates();
  const silent = createServer({ cert: certificate, key: privateKey }, (socket) => {
    socket.on("error", () => {}).resume();
    onTestFinished(() => void socket.destroy());
  }).listen(0, "127.0.0.1");
  onTestFinished(() => void silent.close());
  await once(silent, "listening");
  const { port } = silent.address() as AddressInfo;
  const there = { hosts: [hub.hostName], address: "127.0.0.1", port, caCertificate };
  const undo = installRedirect([there]);
  onTestFinished(undo);
  const late = connection.messages.send("dev1", { body: "x" }, { timeoutSeconds: 0.5 });
  await expect(late).rejects.toMatchObject({ code: "PNP_TIMEOUT" });
  undo();
  await connection.messages.send("dev1", { body: "y" });
  expect(await connection.messages.purge("dev1")).toBe(1);
});

test("Entra's contributor may send, purge and read feedback; its reader may not", async () => {
  const { hub } = await setUp();
  const { hostName: host } = hub;
  const contributor = connectHub({ host, credential: hub.credential() });
  onTestFinished(() => contributor.close());
  await contributor.messages.send("dev1", { body: "x", messageId: "m-1", ack: "full" });
  expect(await contributor.messages.purge("dev1")).toBe(1);
  for await (const { messageId } of contributor.messages.feedback({ pollSeconds: 0.02 })) {
    expect(messageId).toBe("m-1");
    break;
  }
  const credential = hub.credential(["IoT Hub Data Reader"]);
  const reader = connectHub({ host, credential });
  onTestFinished(() => reader.close());
  for (const call of [
    () => reader.messages.send("dev1", { body: "x" }),
    () => reader.messages.purge("dev1"),
    () => reader.messages.feedback().next(),
  ]) {
    await expect(call()).rejects.toMatchObject({ code: "PNP_UNAUTHORIZED" });
  }
});
