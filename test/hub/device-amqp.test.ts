import { once } from "node:events";
import { connect } from "node:tls";
import azureIotCommon from "azure-iot-common";
import azureIotDevice from "azure-iot-device";
import { Amqp } from "azure-iot-device-amqp";
import rhea, { type Connection, type EventContext, type Message, type Sender } from "rhea";
import { expect, onTestFinished, test } from "vitest";
import { createSasToken, type Hub, type HubTraceEvent } from "../../src/hub/index.js";
import { connected, report } from "./device-sdk.js";
import { next, rawAmqp } from "./raw-amqp.js";
import { registry, service, testHub } from "./sdk.js";

/** A plain AMQP client, as other languages' SDKs are ones, that has shown its tokens. */
async function plainClient(hub: Hub, tokens: readonly string[]): Promise<Connection> {
  const connection = rawAmqp(hub);
  await next(connection, "connection_open");
  const show = await openCbs(connection);
  for (const each of tokens) await show(each);
  return connection;
}

/** What shows a token to the hub. */
async function openCbs(connection: Connection): Promise<(token: string) => Promise<void>> {
  const name = `cbs-${rhea.generate_uuid()}`;
  const receiver = connection.open_receiver({ source: "$cbs", target: name });
  const sender = connection.open_sender({ target: "$cbs" });
  await once(sender, "sendable");
  return async (shown) => {
    const answer = once(receiver, "message");
    sender.send({
      message_id: "1",
      reply_to: name,
      application_properties: {
        operation: "put-token",
        type: "servicebus.windows.net:sastoken",
        name: shown.replace(/&.*/, ""),
      },
      body: shown,
    });
    const [{ message }] = (await answer) as [EventContext];
    expect(message?.application_properties).toMatchObject({ "status-code": 200 });
  };
}

function token(hub: Hub, deviceId: string, seconds = 3600): string {
  const key = /SharedAccessKey=(.*)$/.exec(hub.deviceConnectionString(deviceId))?.[1] ?? "";
  const expiry = Math.floor(Date.now() / 1000) + seconds;
  return createSasToken(`${hub.hostName}/devices/${deviceId}`, key, expiry);
}

async function openSender(
  connection: Connection,
  address: string,
  properties: Record<string, unknown> = {},
): Promise<Sender> {
  const sender = connection.open_sender({ target: address, properties });
  await once(sender, "sendable");
  return sender;
}

/** What becomes of one message: `accepted`, or the condition it was rejected with. */
async function outcome(sender: Sender, message: Message | Buffer, format?: number) {
  sender.send(message, undefined, format);
  return new Promise<string>((resolve) => {
    sender.once("accepted", () => resolve("accepted"));
    sender.once("rejected", ({ delivery }: EventContext) => {
      const state = delivery?.remote_state as { error?: { condition?: string } } | undefined;
      resolve(String(state?.error?.condition));
    });
  });
}

const events = "/devices/dev1/messages/events";
const data = (text: string) => rhea.message.data_section(Buffer.from(text));

test("a model announced on the telemetry link is on the twin and on the events", async () => {
  const hub = await testHub();
  hub.createDevice("dev1");
  const model = "dtmi:com:example:Thermostat;1";
  const client = await plainClient(hub, [token(hub, "dev1")]);
  const sender = await openSender(client, events, { "com.microsoft:model-id": model });
  expect(await outcome(sender, { body: data("{}") })).toBe("accepted");
  expect(hub.telemetry("dev1")).toMatchObject([{ systemProperties: { "dt-dataschema": model } }]);
  const { responseBody } = await registry(hub).getTwin("dev1");
  expect(responseBody).toMatchObject({ modelId: model, connectionState: "Connected" });
});

test("the events of a batch arrive one by one, each with its own properties", async () => {
  const hub = await testHub();
  hub.createDevice("dev1");
  const sender = await openSender(await plainClient(hub, [token(hub, "dev1")]), events);
  const encoded = [1, 2, 3].map((count) =>
    rhea.message.encode({
      message_id: `m-${count}`,
      message_annotations: { "dt-subject": `part${count}` },
      application_properties: { count, flag: true, none: null },
      body: data(JSON.stringify({ count })),
    }),
  );
  const batch = rhea.message.encode({ body: rhea.message.data_sections(encoded) });
  expect(await outcome(sender, batch, 0x80013700)).toBe("accepted");
  expect(hub.telemetry("dev1")).toMatchObject(
    [1, 2, 3].map((count) => ({
      body: Buffer.from(JSON.stringify({ count })),
      systemProperties: { "message-id": `m-${count}`, "dt-subject": `part${count}` },
      applicationProperties: { count: String(count), flag: "true", none: null },
    })),
  );
});

test("every field of a message keeps its value, and a user id its bytes", async () => {
  const hub = await testHub();
  hub.createDevice("dev1");
  const sender = await openSender(await plainClient(hub, [token(hub, "dev1")]), events);
  const uuid = "6a2d0f9b-5a3c-4f1e-8f0e-1a2b3c4d5e6f";
  const message = {
    message_id: rhea.types.wrap_uuid(rhea.string_to_uuid(uuid)),
    correlation_id: 7,
    user_id: Buffer.from([0, 0xff]),
    to: events,
    content_type: "application/json",
    content_encoding: "utf-8",
    absolute_expiry_time: Date.UTC(2026, 10, 21),
    message_annotations: { "iothub-interface-id": "i-1" },
    body: data("{}"),
  };
  expect(await outcome(sender, message as unknown as Message)).toBe("accepted");
  const [event] = hub.telemetry("dev1");
  expect(event?.systemProperties).toEqual({
    "message-id": uuid,
    "correlation-id": "7",
    to: events,
    "content-type": "application/json",
    "content-encoding": "utf-8",
    "absolute-expiry-time": "2026-11-21T00:00:00.000Z",
    "iothub-interface-id": "i-1",
  });
  expect(event && [...(event.userId ?? [])]).toEqual([0, 0xff]);
});

test("messages that are too large or no messages are rejected, and the link goes on", async () => {
  const hub = await testHub();
  hub.createDevice("dev1");
  const sender = await openSender(await plainClient(hub, [token(hub, "dev1")]), events);
  expect(await outcome(sender, { body: data("x".repeat(262_145)) })).toBe(
    "amqp:link:message-size-exceeded",
  );
  expect(await outcome(sender, Buffer.from([1, 2, 3]), 0x80013700)).toBe(
    "com.microsoft:argument-error",
  );
  expect(await outcome(sender, Buffer.from([1, 2, 3]), 5)).toBe("com.microsoft:argument-error");
  expect(await outcome(sender, { body: [1, { a: 2 }] })).toBe("com.microsoft:argument-error");
  expect(await outcome(sender, { body: data("fine") })).toBe("accepted");
  expect(hub.telemetry("dev1")).toHaveLength(1);
});

test("a link is refused without a token for its device, and an unregistered address too", async () => {
  const hub = await testHub();
  hub.createDevice("dev1");
  hub.createDevice("dev2");
  const client = await plainClient(hub, [token(hub, "dev1")]);
  const attempts: [string, string][] = [
    ["/devices/dev2/messages/events", "amqp:unauthorized-access"],
    ["/devices/dev3/messages/events", "amqp:unauthorized-access"],
    ["/devices/dev1/modules/mod1/messages/events", "amqp:unauthorized-access"],
    ["/devices/dev1/elsewhere", "amqp:not-found"],
  ];
  for (const [address, condition] of attempts) {
    const sender = client.open_sender({ target: address });
    await once(sender, "sender_error");
    expect(sender.error).toMatchObject({ condition });
  }
  const inputs = client.open_receiver({ source: events });
  await once(inputs, "receiver_error");
  expect(inputs.error).toMatchObject({ condition: "amqp:not-found" });
  expect((await registry(hub).getTwin("dev2")).responseBody).toMatchObject({
    connectionState: "Disconnected",
  });
});

test("one connection carries several devices, and each is cut off alone", async () => {
  const hub = await testHub();
  hub.createDevice("dev1");
  hub.createDevice("dev2");
  const client = await plainClient(hub, [token(hub, "dev1"), token(hub, "dev2")]);
  const first = await openSender(client, events);
  const second = await openSender(client, "/devices/dev2/messages/events");
  const cut = once(first, "sender_error");
  await connected(hub.deviceConnectionString("dev1"), "Mqtt");
  await cut;
  expect(first.error).toMatchObject({ condition: "amqp:link:stolen" });
  expect(await outcome(second, { body: data("still here") })).toBe("accepted");
  const { responseBody } = await registry(hub).getTwin("dev2");
  expect(responseBody).toMatchObject({ connectionState: "Connected" });
});

test("twin requests that make no sense are answered with 400 and a JSON body", async () => {
  const hub = await testHub();
  hub.createDevice("dev1");
  const client = await plainClient(hub, [token(hub, "dev1")]);
  const properties = { "com.microsoft:channel-correlation-id": "twin:1" };
  const receiver = client.open_receiver({ source: "/devices/dev1/twin", properties });
  const sender = await openSender(client, "/devices/dev1/twin", properties);
  const requests: Partial<Message>[] = [
    { message_annotations: { operation: "POST" } },
    { message_annotations: { operation: "PATCH", resource: "/properties/desired" } },
    { message_annotations: { operation: "PATCH", resource: "/properties/reported" } },
    {},
  ];
  for (const [index, request] of requests.entries()) {
    const answered = once(receiver, "message");
    sender.send({ correlation_id: `c-${index}`, body: data("{"), ...request });
    const [{ message }] = (await answered) as [EventContext];
    expect(message).toMatchObject({
      correlation_id: `c-${index}`,
      message_annotations: { status: 400 },
    });
    expect(JSON.parse(String(message?.body.content))).toMatchObject({
      errorCode: expect.any(Number),
      message: expect.any(String),
    });
  }
});

test("a twin link without credit holds up no other link", async () => {
  const hub = await testHub();
  hub.createDevice("dev1");
  const client = await plainClient(hub, [token(hub, "dev1")]);
  const properties = { "com.microsoft:channel-correlation-id": "twin:1" };
  const receiver = client.open_receiver({
    source: "/devices/dev1/twin",
    properties,
    credit_window: 0,
  });
  await once(receiver, "receiver_open");
  const sender = await openSender(client, "/devices/dev1/twin", properties);
  for (const id of ["a", "b"]) {
    sender.send({
      correlation_id: id,
      message_annotations: { operation: "GET" },
      body: data(" "),
    });
  }
  const methods = client.open_receiver({ source: "/devices/dev1/methods/devicebound" });
  const answers = await openSender(client, "/devices/dev1/methods/devicebound");
  methods.on("message", ({ message }) => {
    answers.send({
      correlation_id: message?.correlation_id ?? "",
      application_properties: { "IoThub-status": rhea.types.wrap_int(200) },
      body: data('"pong"'),
    });
  });
  const { result } = await service(hub).invokeDeviceMethod("dev1", { methodName: "ping" });
  expect(result).toEqual({ status: 200, payload: "pong" });
  const answered: unknown[] = [];
  receiver.on("message", ({ message }) => answered.push(message?.correlation_id));
  receiver.add_credit(1);
  await expect.poll(() => answered).toEqual(["a"]);
  receiver.add_credit(1);
  await expect.poll(() => answered).toEqual(["a", "b"]);
});

test("a client that never takes its answers loses the link, not the hub its memory", async () => {
  const hub = await testHub();
  hub.createDevice("dev1");
  const client = await plainClient(hub, [token(hub, "dev1")]);
  const receiver = client.open_receiver({ source: "/devices/dev1/twin", credit_window: 0 });
  await once(receiver, "receiver_open");
  const sender = await openSender(client, "/devices/dev1/twin");
  const closed = once(receiver, "receiver_error");
  const request = { message_annotations: { operation: "GET" }, body: data(" ") };
  for (let count = 0; count < 1001; count += 1) {
    if (!sender.sendable()) await once(sender, "sendable");
    sender.send({ correlation_id: `c-${count}`, ...request });
  }
  await closed;
  expect(receiver.error).toMatchObject({ condition: "amqp:resource-limit-exceeded" });
});

test("a device is connected from its first link to its last", async () => {
  const hub = await testHub();
  hub.createDevice("dev1");
  const client = await plainClient(hub, [token(hub, "dev1")]);
  const connectionState = async () =>
    (await registry(hub).get("dev1")).responseBody.connectionState;
  expect(await connectionState()).toBe("Disconnected");
  const sender = await openSender(client, events);
  const receiver = client.open_receiver({ source: "/devices/dev1/methods/devicebound" });
  await once(receiver, "receiver_open");
  sender.close();
  await once(sender, "sender_close");
  expect(await connectionState()).toBe("Connected");
  receiver.close();
  await once(receiver, "receiver_close");
  await expect.poll(connectionState).toBe("Disconnected");
  await openSender(client, events);
  expect(await connectionState()).toBe("Connected");
});

test("the trace tells what crosses the links of a device, and no token", async () => {
  const trace: HubTraceEvent[] = [];
  const hub = await testHub({ trace: (event) => trace.push(event) });
  hub.createDevice("dev1");
  const client = await connected(hub.deviceConnectionString("dev1"), "Amqp");
  await report(client, { serialNumber: "s-1" });
  const address = "/devices/dev1/twin";
  expect(trace).toContainEqual({
    kind: "amqp",
    direction: "in",
    event: "transfer",
    address,
    payload: '{"serialNumber":"s-1"}',
  });
  expect(trace).toContainEqual(
    expect.objectContaining({
      direction: "out",
      address,
      payload: expect.stringMatching(/desired/),
    }),
  );
  expect(JSON.stringify(trace)).not.toContain("sig=");
});

test("a token shown in time keeps the connection; without one it ends with the token", async () => {
  const hub = await testHub();
  hub.createDevice("dev1");
  hub.createDevice("dev2");
  const renewed = await plainClient(hub, [token(hub, "dev1", 4)]);
  const left = await plainClient(hub, [token(hub, "dev2", 4)]);
  const sender = await openSender(renewed, events);
  await openSender(left, "/devices/dev2/messages/events");
  const show = await openCbs(renewed);
  await show(token(hub, "dev1", 3600));
  await once(left, "disconnected");
  expect(await outcome(sender, { body: data("on") })).toBe("accepted");
  expect((await registry(hub).getTwin("dev2")).responseBody).toMatchObject({
    connectionState: "Disconnected",
  });
});

test("the SDK renews its token on the live connection", async () => {
  const hub = await testHub();
  hub.createDevice("dev1");
  const short = token(hub, "dev1", 4);
  const client = azureIotDevice.Client.fromSharedAccessSignature(short, Amqp);
  client.setRetryPolicy(new azureIotCommon.NoRetry());
  client.on("error", () => {});
  onTestFinished(async () => {
    await client.close().catch(() => {});
  });
  let disconnects = 0;
  client.on("disconnect", () => {
    disconnects += 1;
  });
  await client.open();
  await client.getTwin();
  await client.updateSharedAccessSignature(token(hub, "dev1", 3600));
  // Another device's connection with a token of the same end marks the time.
  hub.createDevice("dev2");
  const mark = await plainClient(hub, [token(hub, "dev2", 4)]);
  await openSender(mark, "/devices/dev2/messages/events");
  await once(mark, "disconnected");
  await client.sendEvent(new azureIotDevice.Message("{}"));
  expect(disconnects).toBe(0);
  expect(hub.telemetry("dev1")).toHaveLength(1);
});

test.each([
  ["another AMQP version", Buffer.from("AMQP\x00\x09\x09\x09")],
  ["frames of random bytes", Buffer.concat([Buffer.from("AMQP\x00\x01\x00\x00"), noise(400)])],
  [
    "a frame that says it is huge",
    Buffer.concat([Buffer.from("AMQP\x00\x01\x00\x00"), Buffer.from([0x7f, 0xff, 0xff, 0xff, 2])]),
  ],
  [
    "a frame that is too short",
    Buffer.from("AMQP\x00\x01\x00\x00\x00\x00\x00\x01\x02\x00", "latin1"),
  ],
])("a client that sends %s does not take the hub down", async (_what, bytes) => {
  const trace: HubTraceEvent[] = [];
  const hub = await testHub({ trace: (event) => trace.push(event) });
  const socket = connect({ host: hub.hostName, port: 5671, ca: hub.caCertificate });
  socket.on("error", () => {});
  await once(socket, "secureConnect");
  socket.write(bytes);
  socket.write(noise(4000));
  socket.resume();
  if (!socket.destroyed) await Promise.race([once(socket, "close"), once(socket, "end")]);
  socket.destroy();
  hub.createDevice("dev1");
  const client = await connected(hub.deviceConnectionString("dev1"), "Amqp");
  await client.getTwin();
});

/** Bytes without sense, the same in every run. */
function noise(count: number): Buffer {
  let state = 12_345;
  return Buffer.from(
    Array.from({ length: count }, () => {
      state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
      return (state >> 16) & 0xff;
    }),
  );
}
