import type { ReceivedEventData } from "@azure/event-hubs";
import { expect, test } from "vitest";
import { rawEventOf } from "../../src/azure/raw-event.js";

/** What the SDK hands out, with the oddities of its own. */
function received(given: Readonly<Record<string, unknown>>): ReceivedEventData {
  const { message, ...event } = given;
  return {
    body: Buffer.from("{}"),
    offset: "5",
    sequenceNumber: 3,
    enqueuedTimeUtc: new Date(1000),
    partitionKey: null,
    getRawAmqpMessage: () => message ?? {},
    ...event,
  } as unknown as ReceivedEventData;
}

test("properties stand under their names on the wire, instants as instants, bytes as bytes", () => {
  const raw = rawEventOf(
    received({
      systemProperties: { userId: { 0: 104, 1: 105 } },
      message: {
        messageAnnotations: {
          "x-opt-sequence-number": 3,
          "iothub-enqueuedtime": new Date(2000),
          "dt-subject": "thermostat1",
        },
        properties: { messageId: "m1", absoluteExpiryTime: 3000, contentType: "application/json" },
        applicationProperties: { alert: "yes" },
      },
    }),
    "2",
  );
  expect(raw.systemProperties).toStrictEqual({
    "iothub-enqueuedtime": new Date(2000),
    "dt-subject": "thermostat1",
    "message-id": "m1",
    "content-type": "application/json",
    "absolute-expiry-time": new Date(3000),
    "user-id": Uint8Array.of(104, 105),
  });
  expect(raw).toMatchObject({
    partitionId: "2",
    sequenceNumber: 3,
    offset: "5",
    enqueuedTime: new Date(1000),
    applicationProperties: { alert: "yes" },
  });
  expect(raw).not.toHaveProperty("partitionKey");
});

test("a sequence number beyond 2^53 is a bigint, exact", () => {
  const bytes = Buffer.alloc(8);
  bytes.writeBigInt64BE(9007199254740993n);
  const raw = rawEventOf(received({ sequenceNumber: bytes }), "0");
  expect(raw.sequenceNumber).toBe(9007199254740993n);
});

test.each([
  ["text", "text"],
  [{ a: 1n }, '{"a":1}'],
  [undefined, "null"],
  [Symbol.iterator, "Symbol(Symbol.iterator)"],
])("a body that is no data section is delivered all the same", (body, text) => {
  expect(Buffer.from(rawEventOf(received({ body }), "0").body).toString()).toBe(text);
});
