import type { Socket } from "node:net";
import { connect } from "node:tls";
import rhea, { type Connection } from "rhea";
import { expect, onTestFinished, test } from "vitest";
import { createSasToken, type Hub, startHub } from "../../src/hub/index.js";
import { eventually } from "./eventually.js";
import { detachOf, next, putToken, rawAmqp } from "./raw-amqp.js";
import { service, testHub } from "./sdk.js";

function policyToken(
  hub: Hub,
  policy: "service" | "device",
  resource: string,
  seconds = 3600,
): string {
  const key = /SharedAccessKey=(.*)$/.exec(hub.policyConnectionString(policy))?.[1] ?? "";
  return createSasToken(resource, key, Math.floor(Date.now() / 1000) + seconds, policy);
}

const partitionOf = (hub: Hub): string => `${hub.name}/ConsumerGroups/$Default/Partitions/0`;

test("the service SDK opens its AMQP connection with a policy key", async () => {
  const hub = await testHub();
  const client = service(hub);
  await client.open();
  await client.close();
});

test("without a token only $cbs can be used", async () => {
  const hub = await testHub();
  const connection = rawAmqp(hub);
  for (const address of ["$management", partitionOf(hub), "/devices/dev1/messages/devicebound"]) {
    expect(await detachOf(connection, address)).toMatchObject({
      condition: "amqp:unauthorized-access",
    });
  }
});

test("an address that the hub does not know is not found, whoever asks", async () => {
  const hub = await testHub();
  const connection = rawAmqp(hub);
  expect(await detachOf(connection, "/queues/q1")).toMatchObject({ condition: "amqp:not-found" });
});

test("a token that is forged, over, or of another hub is answered with 401", async () => {
  const hub = await testHub();
  const connection = rawAmqp(hub);
  const good = policyToken(hub, "service", hub.hostName);
  expect(await putToken(connection, good.replace(/sig=[^&]{4}/, "sig=AAAA"))).toBe(401);
  expect(await putToken(connection, policyToken(hub, "service", hub.hostName, -1))).toBe(401);
  expect(await putToken(connection, policyToken(hub, "service", "other.azure-devices.test"))).toBe(
    401,
  );
  expect(await putToken(connection, "Bearer eyJh.eyJh.c2ln")).toBe(401);
  expect(await putToken(connection, good)).toBe(200);
});

test("a policy opens only what its permissions allow, a resource only what is below it", async () => {
  const hub = await testHub();
  const forDevices = rawAmqp(hub);
  expect(await putToken(forDevices, policyToken(hub, "device", hub.hostName))).toBe(200);
  expect(await detachOf(forDevices, partitionOf(hub))).toMatchObject({
    condition: "amqp:unauthorized-access",
  });
  const forFeedback = rawAmqp(hub);
  const resource = `${hub.hostName}/messages/servicebound/feedback`;
  expect(await putToken(forFeedback, policyToken(hub, "service", resource))).toBe(200);
  expect(await detachOf(forFeedback, partitionOf(hub))).toMatchObject({
    condition: "amqp:unauthorized-access",
  });
});

test("when its token is over a link is detached, unless a newer one has come", async () => {
  const hub = await testHub();
  const [left, renewed] = [rawAmqp(hub), rawAmqp(hub)];
  for (const connection of [left, renewed]) {
    expect(await putToken(connection, policyToken(hub, "service", hub.hostName, 4))).toBe(200);
  }
  const losing = left.open_receiver({ source: partitionOf(hub), credit_window: 0 });
  const staying = renewed.open_receiver({ source: partitionOf(hub), credit_window: 0 });
  await next(staying, "receiver_open");
  expect(await putToken(renewed, policyToken(hub, "service", hub.hostName))).toBe(200);
  await next(losing, "receiver_error");
  expect(losing.error).toMatchObject({ condition: "amqp:unauthorized-access" });
  expect(staying.is_open()).toBe(true);
});

test("the hub's own address of events leads to the event endpoint by a redirect", async () => {
  const hub = await testHub();
  const connection = rawAmqp(hub, {
    username: `service@sas.root.${hub.name}`,
    password: policyToken(hub, "service", `${hub.hostName}/messages/events`),
  });
  const host = `${hub.name}.servicebus.test`;
  const address = `amqps://${hub.hostName}/messages/events/$management`;
  expect(await detachOf(connection, address)).toMatchObject({
    condition: "amqp:link:redirect",
    info: {
      hostname: host,
      "network-host": host,
      port: 5671,
      address: `amqps://${host}:5671/${hub.name}/$management`,
    },
  });
});

test("a wrong password does not get past SASL", async () => {
  const hub = await testHub();
  const connection = rawAmqp(hub, { username: `service@sas.root.${hub.name}`, password: "guess" });
  const { error } = await next(connection, "connection_error");
  expect(error).toMatchObject({ condition: "amqp:unauthorized-access" });
});

test("what is no AMQP ends the connection and nothing else", async () => {
  const hub = await testHub();
  const garbage = [
    `AMQP\u0000\u0001${"\u0000".repeat(20)}`,
    "AMQP\u0009\u0001\u0000\u0000 what",
    "AMQP\u0003\u0001\u0000\u0000\u0000\u0000\u0000\u000e\u0002\u0001\u0000\u0000\u0000\u0053\u0041\u00ff\u0001\u0000",
    `AMQP\u0000\u0001\u0000\u0000${"\u00ff".repeat(2000)}`,
  ];
  for (const text of garbage) await answerTo(hub, Buffer.from(text, "latin1"));
  expect(await putToken(rawAmqp(hub), policyToken(hub, "service", hub.hostName))).toBe(200);
});

const amqpHeader = Buffer.from("AMQP\0\u0001\0\0", "latin1");

/** What the hub says to these bytes before it ends the connection. */
async function answerTo(hub: Hub, bytes: Uint8Array): Promise<Buffer> {
  const socket = connect({ host: hub.hostName, port: 5671 });
  onTestFinished(() => void socket.destroy());
  socket.on("error", () => {});
  const heard: Buffer[] = [];
  socket.on("data", (chunk: Buffer) => heard.push(chunk));
  socket.write(bytes);
  await new Promise((resolve) => void socket.once("close", resolve));
  return Buffer.concat(heard);
}

/** A frame on channel 0 that holds this value. */
function frameOf(type: number, ...value: readonly number[]): Buffer {
  const frame = Buffer.from([0, 0, 0, 0, 2, type, 0, 0, ...value]);
  frame.writeUInt32BE(frame.length);
  return frame;
}

// An `open` frame whose first field should be a text.
const open = [0x00, 0x53, 0x10];
const lists = Array.from({ length: 3000 }, () => [0xd0, 0, 0, 0, 5, 0x01, 0xff, 0, 0]).flat();

test.each([
  [
    "an array of four thousand million empty texts",
    [0xf0, 0, 0, 0, 5, 0xff, 0xff, 0xff, 0xff, 0x45],
  ],
  [
    "many arrays of many nulls",
    [
      ...[0xd0, 0, 0, 0x10, 0, 0, 0, 0, 200],
      ...Array.from({ length: 200 }, () => [0xf0, 0, 0, 0, 5, 0, 0, 0xff, 0xff, 0x40]).flat(),
    ],
  ],
  ["lists in lists of 33 million elements", lists],
])("a frame with %s does the hub no harm", async (_what, value) => {
  const hub = await testHub();
  await answerTo(hub, Buffer.concat([amqpHeader, frameOf(0, ...open, ...value)]));
  expect(await putToken(rawAmqp(hub), policyToken(hub, "service", hub.hostName))).toBe(200);
});

test.each(["GSSAPI", "toString", "__proto__", "enable_anonymous", ""])(
  "a client that signs in by %j is told that it has failed, and the connection ends",
  async (mechanism) => {
    const hub = await testHub();
    const name = Buffer.from(mechanism);
    const fields = [0xa3, name.length, ...name];
    const init = frameOf(1, 0x00, 0x53, 0x41, 0xc0, fields.length + 1, 1, ...fields);
    const header = Buffer.from("AMQP\u0003\u0001\0\0", "latin1");
    const answer = await answerTo(hub, Buffer.concat([header, init]));
    // A SASL outcome (0x44) with the code 1: refused.
    expect(answer.subarray(-16).toString("hex")).toContain("005344");
    expect(answer.at(-1)).toBe(1);
  },
);

test("a message in endless pieces ends the connection", async () => {
  const hub = await testHub();
  hub.createDevice("dev1");
  const connection = rawAmqp(hub);
  expect(await putToken(connection, policyToken(hub, "device", hub.hostName))).toBe(200);
  const sender = connection.open_sender({ target: "/devices/dev1/messages/events" });
  await next(sender, "sendable");
  const gone = next(connection, "disconnected");
  sender.send({ body: rhea.message.data_section(Buffer.alloc(4 * 1024 * 1024)) });
  await gone;
  expect(hub.telemetry()).toEqual([]);
});

/** A hub with one partition that has so many events, and a client that may read them. */
async function readerOf(
  count: number,
  options?: object,
): Promise<{ hub: Hub; connection: Connection }> {
  const hub = await testHub({ partitions: 1, routes: ["DeviceLifecycleEvents"] });
  for (let number = 0; number < count; number += 1) hub.createDevice(`dev${number}`);
  const connection = rawAmqp(hub, options);
  expect(await putToken(connection, policyToken(hub, "service", hub.hostName))).toBe(200);
  return { hub, connection };
}

test("a reader gets as much as it has given credit for, and its drained credit back", async () => {
  const { hub, connection } = await readerOf(10);
  const receiver = connection.open_receiver({ source: partitionOf(hub), credit_window: 0 });
  let received = 0;
  receiver.on("message", () => {
    received += 1;
  });
  await next(receiver, "receiver_open");
  receiver.add_credit(3);
  await eventually(() => received).toBe(3);
  receiver.add_credit(20);
  await eventually(() => received).toBe(10);
  receiver.drain_credit();
  await next(receiver, "receiver_drained");
  hub.createDevice("later");
  receiver.drain = false;
  receiver.add_credit(1);
  await eventually(() => received).toBe(11);
});

test.each(["and credit", "credit, and wants what is left of it back"])(
  "a reader whose attach comes in one write with its %s gets the link first, then the events",
  async (what) => {
    const { hub, connection } = await readerOf(10);
    const { socket } = connection as unknown as { readonly socket: Socket };
    socket.cork();
    const receiver = connection.open_receiver({
      source: partitionOf(hub),
      credit_window: 0,
      // What a client says of each message would wake the hub up.
      autoaccept: false,
    });
    let received = 0;
    receiver.on("message", () => {
      received += 1;
    });
    const drained = next(receiver, "receiver_drained");
    receiver.add_credit(20);
    if (what !== "and credit") receiver.drain_credit();
    setImmediate(() => socket.uncork());
    await eventually(() => received).toBe(10);
    expect(connection.is_open()).toBe(true);
    if (what !== "and credit") await drained;
  },
);

test("a link that goes away with unsettled events leaves the others of its session running", async () => {
  const { hub, connection } = await readerOf(600, { session_buffer_size: { incoming: 4096 } });
  const source = partitionOf(hub);
  for (let round = 0; round < 5; round += 1) {
    const receiver = connection.open_receiver({ source, credit_window: 0, autoaccept: false });
    let received = 0;
    receiver.on("message", () => {
      received += 1;
    });
    await next(receiver, "receiver_open");
    receiver.add_credit(600);
    await eventually(() => received).toBe(600);
    receiver.close();
    await next(receiver, "receiver_close");
  }
});

test("a client that announces a short idle time hears from the hub all the while", async () => {
  let beats = 0;
  const emptyFrame = Buffer.from([0, 0, 0, 8, 2, 0, 0, 0]);
  const hub = await testHub({
    tap: (chunk, { direction }) => {
      if (direction === "out" && emptyFrame.equals(chunk)) beats += 1;
    },
  });
  rawAmqp(hub, { idle_time_out: 1000 });
  await eventually(() => beats).toBeGreaterThan(1);
});

test("a connection with too many sessions is ended", async () => {
  const hub = await testHub();
  const connection = rawAmqp(hub);
  const ended = next(connection, "connection_error");
  for (let count = 0; count < 300; count += 1) connection.create_session().begin();
  expect((await ended).connection.error).toMatchObject({
    condition: "amqp:resource-limit-exceeded",
  });
});

test("nothing is said any more on a session that the hub has ended", async () => {
  const end = 0x17;
  const said: number[] = [];
  let speak = (): void => {};
  const hub = await testHub({
    tap: (chunk, { direction }) => {
      if (direction === "in") return;
      for (const { channel, performative } of framesOf(chunk)) {
        if (channel === 0) said.push(performative);
      }
      if (said.includes(end)) speak();
    },
  });
  const connection = rawAmqp(hub);
  const session = connection.create_session();
  session.begin();
  const sender = session.open_sender({ target: "$cbs" });
  await next(sender, "sendable");
  // Before the client can know.
  speak = () => {
    speak = () => {};
    sender.close();
    session.open_receiver({ source: "$cbs" });
  };
  const over = next(connection, "disconnected");
  for (let count = 0; count < 256; count += 1) connection.create_session().begin();
  await over;
  expect(said.indexOf(end)).toBeGreaterThan(0);
  expect(said.slice(said.indexOf(end) + 1)).toEqual([]);
});

/** Channels and performatives of a chunk of whole AMQP frames. */
function framesOf(chunk: Uint8Array): readonly { channel: number; performative: number }[] {
  const bytes = Buffer.from(chunk);
  const frames: { channel: number; performative: number }[] = [];
  if (bytes.subarray(0, 4).toString() === "AMQP") return framesOf(bytes.subarray(8));
  for (let at = 0; at + 8 <= bytes.length; at += Math.max(8, bytes.readUInt32BE(at))) {
    frames.push({ channel: bytes.readUInt16BE(at + 6), performative: bytes[at + 10] ?? 0 });
  }
  return frames;
}

test("without a redirect the event endpoint is where the client has reached the hub", async () => {
  const hub = await startHub();
  onTestFinished(() => hub.close());
  const connection = rawAmqp(hub, {
    host: "localhost",
    hostname: "localhost",
    servername: "localhost",
    port: hub.port,
    ca: hub.caCertificate,
    username: `service@sas.root.${hub.name}`,
    password: policyToken(hub, "service", `localhost:${hub.port}/messages/events`),
  });
  const address = `amqps://localhost:${hub.port}/messages/events/$management`;
  expect(await detachOf(connection, address)).toMatchObject({
    condition: "amqp:link:redirect",
    info: {
      hostname: `localhost:${hub.port}`,
      address: `amqps://localhost:${hub.port}/${hub.name}/$management`,
    },
  });
});

test("what a client still settles on a session it has ended is let pass", async () => {
  const refused: string[] = [];
  const hub = await testHub({
    trace: (event) => event.kind === "refused" && refused.push(event.detail),
  });
  hub.createDevice("dev1");
  const [created] = hub.events();
  const connection = rawAmqp(hub);
  expect(await putToken(connection, policyToken(hub, "service", hub.hostName))).toBe(200);
  const session = connection.create_session();
  session.begin();
  const receiver = session.open_receiver({
    source: {
      address: `${hub.name}/ConsumerGroups/$Default/Partitions/${created?.partition}`,
      filter: rhea.filter.selector("amqp.annotation.x-opt-offset > '-1'"),
    },
    autoaccept: false,
    rcv_settle_mode: 0,
    credit_window: 10,
  });
  const { delivery } = await next(receiver, "message");
  session.close();
  // The end has been written, and the hub's answer has not come.
  await new Promise(setImmediate);
  delivery?.accept();
  // The connection stands: another session of it is served.
  expect(await putToken(connection, policyToken(hub, "service", hub.hostName))).toBe(200);
  expect(refused).toEqual([]);
});
