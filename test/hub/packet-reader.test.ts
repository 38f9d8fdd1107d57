import fc from "fast-check";
import mqttPacket, { type IPublishPacket, type Packet } from "mqtt-packet";
import { expect, test } from "vitest";
import { PacketReader } from "../../src/hub/mqtt/packet-reader.js";

const publish = fc
  .record({
    cmd: fc.constant("publish" as const),
    topic: fc.string({ unit: "binary", minLength: 1, maxLength: 40 }),
    payload: fc.uint8Array({ maxLength: 300 }).map((bytes) => Buffer.from(bytes)),
    qos: fc.constantFrom(0 as const, 1 as const, 2 as const),
    dup: fc.boolean(),
    retain: fc.boolean(),
    messageId: fc.integer({ min: 1, max: 65_535 }),
  })
  // Only with QoS 0 is there no packet identifier, and nothing can come twice.
  .map(
    ({ messageId, dup, ...rest }): IPublishPacket =>
      rest.qos === 0 ? { ...rest, dup: false } : { ...rest, dup, messageId },
  );
const other = fc.constantFrom<Packet>(
  { cmd: "pingreq" },
  { cmd: "puback", messageId: 7 },
  { cmd: "subscribe", messageId: 8, subscriptions: [{ topic: "$iothub/twin/res/#", qos: 0 }] },
  { cmd: "disconnect" },
);

function read(chunks: readonly Buffer[]): { packets: Packet[]; broken: string[] } {
  const packets: Packet[] = [];
  const broken: string[] = [];
  const reader = new PacketReader({
    packet: (packet) => packets.push(packet),
    broken: (reason) => broken.push(reason),
  });
  for (const chunk of chunks) reader.read(chunk, () => true);
  return { packets, broken };
}

/** Only what a device means by it. */
function meant({ cmd, ...rest }: Packet): object {
  const { topic, payload, qos, retain, messageId } = rest as Partial<IPublishPacket>;
  return cmd === "publish"
    ? { cmd, topic, payload: String(payload), qos, retain, messageId }
    : { cmd, messageId };
}

test("packets are the same however the stream is cut, and the same that mqtt-packet reads", () => {
  fc.assert(
    fc.property(
      fc.array(fc.oneof(publish, other), { maxLength: 8 }),
      fc.array(fc.nat(), { maxLength: 12 }),
      (sent, cuts) => {
        const bytes = Buffer.concat(sent.map((packet) => mqttPacket.generate(packet)));
        const places = [0, ...cuts.map((cut) => cut % (bytes.length + 1)), bytes.length];
        places.sort((one, another) => one - another);
        const chunks = places.slice(1).map((end, index) => bytes.subarray(places[index], end));
        const reference: Packet[] = [];
        const parser = mqttPacket.parser();
        parser.on("packet", (packet) => reference.push(packet));
        parser.parse(bytes);
        const { packets, broken } = read(chunks);
        expect(broken).toEqual([]);
        expect(packets.map(meant)).toEqual(reference.map(meant));
      },
    ),
  );
});

test("a payload stays what it is when the bytes it came in are used again", () => {
  const bytes = mqttPacket.generate({
    cmd: "publish",
    topic: "t",
    payload: "kept",
    qos: 0,
    dup: false,
    retain: false,
  });
  const { packets } = read([bytes]);
  bytes.fill(0);
  expect(packets.map(meant)).toEqual([expect.objectContaining({ payload: "kept" })]);
});

test.each([
  ["a length of five bytes", [0x30, 0xff, 0xff, 0xff, 0xff, 0x01], "what came is not MQTT"],
  ["QoS 3", [0x36, 0x03, 0x00, 0x01, 0x61], "what came is not MQTT"],
  ["a topic beyond the end", [0x30, 0x03, 0x00, 0x09, 0x61], "what came is not MQTT"],
  ["a type that does not exist", [0x00, 0x00], "what came is not MQTT"],
  ["a packet announced as 1 MB", [0x30, 0x80, 0x80, 0x40], "a packet is larger than 256 KB"],
])("%s is told as soon as it can be seen", (_what, bytes, reason) => {
  expect(read([Buffer.from(bytes)])).toEqual({ packets: [], broken: [reason] });
});
