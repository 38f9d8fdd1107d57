import { randomUUID } from "node:crypto";
import azureIotCommon from "azure-iot-common";
import azureIotDeviceAmqp from "azure-iot-device-amqp";
import { Mqtt } from "azure-iot-device-mqtt";
import azureIothub from "azure-iothub";
import { expect, onTestFinished, test } from "vitest";
import { createSasToken, type Hub } from "../../src/hub/index.js";
import {
  callHub,
  type Message,
  message,
  receivingDevice,
  type ServiceSdkClient,
} from "./device-messages-sdk.js";
import { next, putToken, rawAmqp } from "./raw-amqp.js";
import { registry, service, testHub } from "./sdk.js";

const { Amqp } = azureIotDeviceAmqp;

/** The unmodified service SDK with its AMQP connection; closed when the test ends. */
async function openService(hub: Hub): Promise<ServiceSdkClient> {
  const client = service(hub);
  onTestFinished(async () => {
    await client.close().catch(() => {});
  });
  await client.open();
  return client;
}

/** All records of feedback as they come; each batch is completed. */
async function collectFeedback(client: ServiceSdkClient) {
  const { result: receiver } = await client.getFeedbackReceiver();
  if (!receiver) throw new Error("azure-iothub gave no receiver.");
  const records: Record<string, unknown>[] = [];
  receiver.on("message", (batch: Message) => {
    records.push(...JSON.parse(batch.getData().toString()));
    void receiver.complete(batch);
  });
  return records;
}

test.each([
  ["Mqtt", Mqtt],
  ["Amqp", Amqp],
] as const)(
  "what a service sends reaches a device over %s as it was sent",
  async (name, transport) => {
    const hub = await testHub();
    hub.createDevice("dev@1");
    const { client, next } = await receivingDevice(hub, "dev@1", transport);
    const sender = await openService(hub);
    const messageId = randomUUID();
    const bytes = Buffer.from([0, 127, 128, 255]);
    const parts = {
      messageId,
      correlationId: "c-1",
      contentType: "application/octet-stream",
      contentEncoding: "none",
      properties: { color: "grün/blau" },
    };
    await sender.send("dev@1", message(bytes, parts));
    const received = await next();
    expect(received.getBytes()).toEqual(bytes);
    const { properties: _properties, ...fields } = parts;
    expect(received).toMatchObject({ ...fields, to: "/devices/dev@1/messages/deviceBound" });
    expect(received.properties.getValue("color")).toBe("grün/blau");
    if (name === "Amqp") await client.complete(received);
  },
);

test("a device over AMQP completes, rejects and abandons; what it abandons comes again", async () => {
  const hub = await testHub();
  hub.createDevice("dev1");
  const { client, next } = await receivingDevice(hub, "dev1", Amqp);
  const sender = await openService(hub);
  const records = await collectFeedback(sender);
  for (const messageId of ["complete", "reject", "abandon"]) {
    await sender.send("dev1", message(messageId, { messageId, ack: "full" }));
  }
  await client.complete(await next());
  await client.reject(await next());
  const abandoned = await next();
  await client.abandon(abandoned);
  const again = await next();
  expect(again.messageId).toBe("abandon");
  await client.complete(again);
  await expect
    .poll(() => records)
    .toMatchObject([
      { originalMessageId: "complete", statusCode: "Success", deviceId: "dev1" },
      { originalMessageId: "reject", statusCode: "Rejected", deviceId: "dev1" },
      { originalMessageId: "abandon", statusCode: "Success", deviceId: "dev1" },
    ]);
});

test("feedback tells of the other ends a message can have", async () => {
  const hub = await testHub({ deviceMessages: { maxDeliveryCount: 2 } });
  hub.createDevice("dev1");
  const sender = await openService(hub);
  const records = await collectFeedback(sender);
  const statuses = () => records.map(({ statusCode }) => statusCode);
  const expiryTimeUtc = Date.now() + 30;
  await sender.send("dev1", message("late", { ack: "negative", expiryTimeUtc }));
  await expect.poll(statuses).toEqual(["Expired"]);
  await sender.send("dev1", message("purged", { ack: "full" }));
  await callHub(hub, "DELETE", "/devices/dev1/commands");
  await expect.poll(statuses).toEqual(["Expired", "Purged"]);
  await sender.send("dev1", message("poison", { ack: "full" }));
  const { client, next } = await receivingDevice(hub, "dev1", Amqp);
  await client.abandon(await next());
  await client.abandon(await next());
  await expect.poll(statuses).toEqual(["Expired", "Purged", "DeliveryCountExceeded"]);
});

test("feedback that its reader gives back comes again", async () => {
  const hub = await testHub();
  hub.createDevice("dev1");
  const sender = await openService(hub);
  const { result: receiver } = await sender.getFeedbackReceiver();
  const batches: Message[] = [];
  receiver?.on("message", (batch: Message) => {
    batches.push(batch);
    // At once: what its handler has not settled the SDK completes.
    if (batches.length < 3) void receiver.abandon(batch);
  });
  await sender.send("dev1", message("purged", { messageId: "m1", ack: "full" }));
  await callHub(hub, "DELETE", "/devices/dev1/commands");
  await expect.poll(() => batches).toHaveLength(3);
  for (const { contentType, data } of batches) {
    expect(contentType).toBe("application/vnd.microsoft.iothub.feedback.json");
    expect(JSON.parse(data.toString())).toMatchObject([{ originalMessageId: "m1" }]);
  }
});

test("messages that a device over AMQP did not settle wait for its next connection", async () => {
  const hub = await testHub();
  hub.createDevice("dev1");
  const sender = await openService(hub);
  await sender.send("dev1", message("one"));
  const { client, next } = await receivingDevice(hub, "dev1", Amqp);
  await next();
  await client.close();
  const second = await receivingDevice(hub, "dev1", Mqtt);
  expect((await second.next()).getData().toString()).toBe("one");
});

test.each(["service", "iothubowner"] as const)("the policy %s may send", async (policy) => {
  const hub = await testHub();
  hub.createDevice("dev1");
  const client = azureIothub.Client.fromConnectionString(hub.policyConnectionString(policy));
  await client.open();
  await client.send("dev1", message("x"));
  await client.close();
});

test("a policy without ServiceConnect may not send, and a sign-in with Entra's contributor may", async () => {
  const hub = await testHub();
  hub.createDevice("dev1");
  const reader = azureIothub.Client.fromConnectionString(
    hub.policyConnectionString("registryRead"),
  );
  reader.setRetryPolicy(new azureIotCommon.NoRetry());
  await reader.open();
  await expect(reader.send("dev1", message("x"))).rejects.toMatchObject({
    name: "UnauthorizedError",
  });
  await reader.close();
  const client = azureIothub.Client.fromTokenCredential(hub.hostName, hub.credential());
  await client.open();
  await client.send("dev1", message("x"));
  await client.close();
});

test.each([
  ["unknown", {}, "DeviceNotFoundError"],
  ["dev1", { properties: { "a b": "1" } }, "ArgumentError"],
  ["dev1", { expiryTimeUtc: Date.parse("2100-01-01") }, "ArgumentOutOfRangeError"],
])("a message to %s with %j fails as %s", async (deviceId, parts, name) => {
  const hub = await testHub();
  hub.createDevice("dev1");
  const sender = await openService(hub);
  await expect(sender.send(deviceId, message("x", parts))).rejects.toMatchObject({ name });
  await sender.send("dev1", message("fine"));
});

test("a full queue and a body that is too large are refused by name", async () => {
  const hub = await testHub();
  hub.createDevice("dev1");
  const sender = await openService(hub);
  await expect(sender.send("dev1", message(Buffer.alloc(65_537)))).rejects.toMatchObject({
    name: "MessageTooLargeError",
  });
  await sender.send("dev1", message(Buffer.alloc(65_536)));
  for (let count = 1; count < 50; count++) await sender.send("dev1", message("x"));
  await expect(sender.send("dev1", message("x"))).rejects.toMatchObject({
    name: "DeviceMaximumQueueDepthExceededError",
  });
});

test("the service SDK sends and hears over WebSockets, too", async () => {
  const hub = await testHub();
  hub.createDevice("dev1");
  const { AmqpWs, Client } = azureIothub;
  const sender = Client.fromConnectionString(hub.connectionString, AmqpWs);
  await sender.open();
  const records = await collectFeedback(sender);
  await sender.send("dev1", message("x", { messageId: "m-1", ack: "full" }));
  await callHub(hub, "DELETE", "/devices/dev1/commands");
  await expect.poll(() => records).toMatchObject([{ originalMessageId: "m-1" }]);
  await sender.close();
});

/** A plain AMQP client that has signed in as a service. */
async function signedIn(hub: Hub) {
  const connection = rawAmqp(hub);
  const key = /SharedAccessKey=(.*)$/.exec(hub.connectionString)?.[1] ?? "";
  expect(
    await putToken(connection, createSasToken(hub.hostName, key, 4_000_000_000, "iothubowner")),
  ).toBe(200);
  return connection;
}

test("addresses may be whole URLs in any letter case, and ids need not be encoded", async () => {
  const hub = await testHub();
  hub.createDevice("dev@1");
  const connection = await signedIn(hub);
  const sender = connection.open_sender({
    target: `amqps://${hub.hostName}/messages/deviceBound`,
  });
  await next(sender, "sendable");
  sender.send({
    to: "/devices/dev@1/messages/deviceBound",
    message_id: 7,
    body: "as a value",
    application_properties: { count: 3, on: true, none: null },
  });
  await next(sender, "accepted");
  const { next: received } = await receivingDevice(hub, "dev@1", Amqp);
  const arrived = await received();
  expect(arrived).toMatchObject({ messageId: "7" });
  expect(arrived.getData().toString()).toBe("as a value");
  expect(arrived.properties.propertyList).toEqual([
    { key: "count", value: "3" },
    { key: "on", value: "true" },
    { key: "none", value: null },
  ]);
});

test("a client gets no more messages than it gave credit for, and a drain takes credit back", async () => {
  const hub = await testHub();
  hub.createDevice("dev1");
  const sender = await openService(hub);
  for (const body of ["one", "two", "three"]) await sender.send("dev1", message(body));
  const connection = await signedIn(hub);
  const receiver = connection.open_receiver({
    source: "/devices/dev1/messages/devicebound",
    credit_window: 0,
    autoaccept: false,
  });
  const arrived: string[] = [];
  receiver.on("message", ({ message: got, delivery }) => {
    arrived.push(got?.body.content.toString());
    delivery?.accept();
  });
  await next(receiver, "receiver_open");
  receiver.add_credit(1);
  await expect.poll(() => arrived).toEqual(["one"]);
  const { responseBody } = await registry(hub).get("dev1");
  expect(responseBody.cloudToDeviceMessageCount).toBe(2);
  receiver.add_credit(5);
  await expect.poll(() => arrived).toEqual(["one", "two", "three"]);
  const drained = next(receiver, "receiver_drained");
  receiver.drain_credit();
  await drained;
  await sender.send("dev1", message("four"));
  receiver.drain = false;
  receiver.add_credit(1);
  await expect.poll(() => arrived).toEqual(["one", "two", "three", "four"]);
});
