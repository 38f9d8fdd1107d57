import { expect, test } from "vitest";
import type { NewDeviceMessage } from "../../src/hub/device-message.js";
import { DeviceMessages } from "../../src/hub/device-messages.js";
import type { FeedbackRecord } from "../../src/hub/feedback.js";
import { Registry } from "../../src/hub/registry.js";
import { countingIds, ManualClock } from "./fixtures.js";

function setUp() {
  const clock = new ManualClock();
  const ids = countingIds();
  const registry = new Registry(clock, ids);
  registry.create({ deviceId: "dev1" }, {});
  const messages = new DeviceMessages(registry, clock, ids);
  const send = (text: string, more: Partial<NewDeviceMessage> = {}) =>
    messages.send("dev1", { body: Buffer.from(text), properties: {}, messageId: text, ...more });
  const queue = () => messages.queueOf("dev1");
  const receive = () => {
    const delivery = queue().take();
    return delivery && { ...delivery, text: Buffer.from(delivery.item.body).toString() };
  };
  /** The feedback there is by now. */
  const feedback = (): readonly FeedbackRecord[] => {
    clock.advance(50);
    const batch = messages.feedback.queue.take();
    if (batch) messages.feedback.queue.complete(batch.lockToken);
    return batch?.item.records ?? [];
  };
  return { clock, messages, queue, send, receive, feedback };
}

test("messages are received in the order they were sent, each locked for its receiver", () => {
  const { messages, queue, send, receive } = setUp();
  send("one");
  send("two");
  const one = receive();
  expect(one?.text).toBe("one");
  expect(receive()?.text).toBe("two");
  expect(receive()).toBeUndefined();
  expect(queue().complete(one?.lockToken ?? "")).toBe(true);
  expect(queue().complete(one?.lockToken ?? "")).toBe(false);
  expect(messages.waiting("dev1")).toBe(1);
});

test("an abandoned message comes again before later ones, and counts its deliveries", () => {
  const { queue, send, receive } = setUp();
  send("one");
  send("two");
  queue().abandon(receive()?.lockToken ?? "");
  expect(receive()).toMatchObject({ text: "one", failedDeliveries: 1 });
});

test("a lock is lost after a minute, and the message is offered again", () => {
  const { clock, queue, send, receive } = setUp();
  send("one");
  const first = receive();
  let offered = 0;
  queue().listen(() => {
    offered += 1;
  });
  clock.advance(59_999);
  expect(receive()).toBeUndefined();
  clock.advance(1);
  expect(offered).toBe(1);
  expect(queue().complete(first?.lockToken ?? "")).toBe(false);
  expect(receive()).toMatchObject({ text: "one", failedDeliveries: 1 });
});

test("ten deliveries that come to nothing are a message's last", () => {
  const { queue, send, receive, feedback } = setUp();
  send("poison", { ack: "negative" });
  for (let time = 0; time < 10; time++) {
    queue().abandon(receive()?.lockToken ?? "");
  }
  expect(receive()).toBeUndefined();
  expect(feedback()).toMatchObject([
    { originalMessageId: "poison", statusCode: "DeliveryCountExceeded", deviceId: "dev1" },
  ]);
});

test("a message expires when it says so, or after an hour", () => {
  const { clock, messages, send, receive, feedback } = setUp();
  const soon = new Date(clock.now().getTime() + 5_000);
  send("soon", { ack: "full", expiry: soon });
  send("default", { ack: "full" });
  clock.advance(5_000);
  expect(feedback()).toMatchObject([{ originalMessageId: "soon", statusCode: "Expired" }]);
  expect(messages.waiting("dev1")).toBe(1);
  clock.advance(3_600_000);
  expect(receive()).toBeUndefined();
  expect(feedback()).toMatchObject([{ originalMessageId: "default", statusCode: "Expired" }]);
});

test("a message whose time comes while a device holds it can still be completed", () => {
  const { clock, queue, send, receive, feedback } = setUp();
  send("held", { ack: "full", expiry: new Date(clock.now().getTime() + 1_000) });
  send("given back", { ack: "full", expiry: new Date(clock.now().getTime() + 1_000) });
  const [held, returned] = [receive(), receive()];
  clock.advance(2_000);
  queue().complete(held?.lockToken ?? "");
  queue().abandon(returned?.lockToken ?? "");
  expect(feedback()).toMatchObject([
    { originalMessageId: "held", statusCode: "Success" },
    { originalMessageId: "given back", statusCode: "Expired" },
  ]);
});

test.each([
  ["none", []],
  ["positive", ["Success"]],
  ["negative", ["Rejected", "Purged"]],
  ["full", ["Success", "Rejected", "Purged"]],
] as const)("feedback is given as the sender wished: %s", (ack, expected) => {
  const { messages, queue, send, receive, feedback } = setUp();
  for (const text of ["one", "two", "three"]) send(text, { ack });
  queue().complete(receive()?.lockToken ?? "");
  queue().reject(receive()?.lockToken ?? "");
  expect(messages.purge("dev1")).toBe(1);
  expect(feedback().map(({ statusCode }) => statusCode)).toEqual(expected);
});

test("feedback travels in batches of at most 64, with seven digits of a second", () => {
  const { queue, send, receive, feedback } = setUp();
  for (let round = 0; round < 2; round++) {
    for (let count = 0; count < 35; count++) send(`m${count}`, { ack: "full" });
    for (let count = 0; count < 35; count++) {
      queue().complete(receive()?.lockToken ?? "");
    }
  }
  expect(feedback()).toHaveLength(64);
  const rest = feedback();
  expect(rest).toHaveLength(6);
  expect(rest[0]?.enqueuedTimeUtc).toMatch(/T\d\d:\d\d:\d\d\.\d{7}Z$/);
});

test("a device has at most 50 messages waiting, those it holds counted", () => {
  const { send, receive } = setUp();
  for (let count = 0; count < 50; count++) send(`m${count}`);
  receive();
  expect(() => send("one more")).toThrow(/50 messages waiting/);
});

test.each<[string, Partial<NewDeviceMessage>, number]>([
  ["a body above 64 KB", { body: Buffer.alloc(65_537) }, 413001],
  ["an expiry more than two days ahead", { expiry: new Date("2100-01-01") }, 403009],
  ["a property name that no header can have", { properties: { "a b": "1" } }, 400004],
  ["a line break in a property", { properties: { a: "1\n2" } }, 400004],
  ["properties above 16 KB", { properties: { a: "x".repeat(17_000) } }, 413001],
])("%s is refused", (_what, change, number) => {
  const { send } = setUp();
  expect(() => send("x", change)).toThrow(expect.objectContaining({ number }));
});

test("an empty body and one of 64 KB are taken", () => {
  const { messages, send } = setUp();
  send("empty", { body: Buffer.alloc(0) });
  send("large", { body: Buffer.alloc(65_536) });
  expect(messages.waiting("dev1")).toBe(2);
});

test("a message for a device that is not registered is refused", () => {
  const { messages } = setUp();
  expect(() => messages.send("other", { body: Buffer.alloc(0), properties: {} })).toThrow(
    expect.objectContaining({ number: 404001 }),
  );
});

test("the messages of a removed device are gone with it", () => {
  const { clock, messages, queue, send, receive, feedback } = setUp();
  send("held", { ack: "full" });
  send("waiting", { ack: "full" });
  const held = receive();
  messages.forget("dev1");
  expect(queue().complete(held?.lockToken ?? "")).toBe(false);
  clock.advance(4_000_000);
  expect(messages.waiting("dev1")).toBe(0);
  expect(feedback()).toEqual([]);
});
