import type { IConnectPacket, IPublishPacket } from "mqtt-packet";
import { expect, test } from "vitest";
import type { DeviceMessage } from "../../src/hub/device-message.js";
import type { Hub } from "../../src/hub/index.js";
import { LockQueue } from "../../src/hub/lock-queue.js";
import { MqttDeviceMessages } from "../../src/hub/mqtt/device-messages.js";
import { callHub } from "./device-messages-sdk.js";
import { countingIds, ManualClock } from "./fixtures.js";
import { connectPacket, RawDevice } from "./raw-device.js";
import { registry, testHub } from "./sdk.js";

const filter = "devices/dev1/messages/devicebound/#";

async function setUp(deviceMessages = {}): Promise<Hub> {
  const hub = await testHub({ deviceMessages });
  hub.createDevice("dev1");
  return hub;
}

/** A device without an SDK, connected and, with a quality of service, subscribed. */
async function connected(hub: Hub, qos?: 0 | 1, change: Partial<IConnectPacket> = {}) {
  const device = new RawDevice(hub);
  device.send(connectPacket(hub, { clean: false, ...change }));
  const connack = await device.receive();
  if (qos !== undefined) {
    device.send({ cmd: "subscribe", messageId: 1, subscriptions: [{ topic: filter, qos }] });
    await device.receive();
  }
  return { device, connack, next: async () => (await device.receive()) as IPublishPacket };
}

async function send(hub: Hub, body: string, headers: Readonly<Record<string, string>> = {}) {
  await callHub(hub, "POST", "/devices/dev1/messages/deviceBound", headers, body);
}

async function waiting(hub: Hub): Promise<unknown> {
  return (await registry(hub).get("dev1")).responseBody.cloudToDeviceMessageCount;
}

test("a message stands in a topic of five parts, everything in it encoded", async () => {
  const hub = await setUp();
  const { next } = await connected(hub, 1);
  await send(hub, "hello", { "iothub-messageid": "m/1", "iothub-app-a": "b/c&d=#+" });
  const { topic, payload, qos, dup } = await next();
  expect({ payload: payload.toString(), qos, dup }).toEqual({
    payload: "hello",
    qos: 1,
    dup: false,
  });
  const parts = topic.split("/");
  expect(parts.slice(0, 4)).toEqual(["devices", "dev1", "messages", "devicebound"]);
  expect(parts).toHaveLength(5);
  const bag = parts[4]?.split("&") ?? [];
  expect(bag[0]).toBe("$.to=%2Fdevices%2Fdev1%2Fmessages%2FdeviceBound");
  expect(bag).toContain("$.mid=m%2F1");
  expect(bag.at(-1)).toBe("a=b%2Fc%26d%3D%23%2B");
});

test("a message is done when it is acknowledged, not when it is sent", async () => {
  const hub = await setUp();
  const { device, next } = await connected(hub, 1);
  await send(hub, "one");
  const { messageId = 0 } = await next();
  expect(await waiting(hub)).toBe(1);
  device.send({ cmd: "puback", messageId: messageId + 1 });
  device.send({ cmd: "puback", messageId });
  await expect.poll(() => waiting(hub)).toBe(0);
});

test("what was not acknowledged comes again, marked, over the next connection of the session", async () => {
  const hub = await setUp();
  const first = await connected(hub, 1);
  await send(hub, "one");
  expect(await first.next()).toMatchObject({ dup: false });
  first.device.socket.destroy();
  // The subscription has outlived the connection.
  const second = await connected(hub);
  expect(second.connack).toMatchObject({ cmd: "connack", sessionPresent: true });
  const again = await second.next();
  expect(again).toMatchObject({ cmd: "publish", dup: true });
  expect(again.payload.toString()).toBe("one");
});

test("a clean session has no subscription, but the messages still wait", async () => {
  const hub = await setUp();
  const first = await connected(hub, 1);
  first.device.socket.destroy();
  await send(hub, "one");
  const { next } = await connected(hub, 1, { clean: true });
  expect((await next()).payload.toString()).toBe("one");
});

test("what is not acknowledged in time comes again over the same connection", async () => {
  const hub = await setUp({ lockSeconds: 0.05 });
  const { device, next } = await connected(hub, 1);
  await send(hub, "one");
  const { messageId: first } = await next();
  const { messageId, dup } = await next();
  expect(dup).toBe(true);
  expect(messageId).not.toBe(first);
  device.send({ cmd: "puback", messageId: messageId ?? 0 });
  await expect.poll(() => waiting(hub)).toBe(0);
});

test("with QoS 0 a message is done when it is sent", async () => {
  const hub = await setUp();
  const { next } = await connected(hub, 0);
  await send(hub, "one");
  expect(await next()).toMatchObject({ qos: 0, dup: false });
  expect(await waiting(hub)).toBe(0);
});

test("an empty message and one of 64 KB arrive", async () => {
  const hub = await setUp();
  const { next } = await connected(hub, 1);
  await send(hub, "");
  await send(hub, "x".repeat(65_536));
  expect((await next()).payload).toHaveLength(0);
  expect((await next()).payload).toHaveLength(65_536);
});

test("what a client never acknowledges comes again for ever, and leaves room for other packets", () => {
  const clock = new ManualClock();
  const rules = { lockTime: 1000, mostDeliveries: Number.POSITIVE_INFINITY };
  const queue = new LockQueue<DeviceMessage>(rules, clock, countingIds(), () => {});
  let packets = 0;
  const messages = new MqttDeviceMessages(queue, {
    qos: () => 1,
    send: () => {
      packets += 1;
      return packets;
    },
  });
  const expiry = new Date("2027-01-01T00:00:00Z");
  const body = Buffer.from("x");
  const enqueuedTime = clock.now();
  const rest = { ack: "none", properties: {}, sequenceNumber: 1 } as const;
  messages.deliver();
  queue.add({ ...rest, deviceId: "dev1", body, expiry, enqueuedTime }, expiry);
  for (let count = 1; count < 2000; count += 1) clock.advance(1000);
  expect(packets).toBe(2000);
  expect(messages.awaits(1)).toBe(false);
  messages.acknowledged(2000);
  expect(queue.size).toBe(0);
});
