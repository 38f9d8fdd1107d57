import mqttPacket, { type IPublishPacket, type Packet } from "mqtt-packet";

/** Largest packet: 256 KB, and room for topic and properties around a body of that size. */
const largestPacket = 262_144 + 4096;

const publish = 3;
const levels = [0, 1, 2] as const;
const notMqtt = "what came is not MQTT";

/** Where packets go, and what has to end the connection. */
export interface PacketHandlers {
  /** The payload of a publish is a copy, and may be kept. */
  packet(packet: Packet): void;
  broken(reason: string): void;
}

/**
 * Cuts a byte stream into MQTT packets. Publishes, of which there are many, are read here; mqtt-packet reads the others,
 * one whole packet at a time.
 */
export class PacketReader {
  readonly #handlers: PacketHandlers;
  /** The beginning of a packet whose end has not come. */
  #pieces: Buffer[] = [];
  #waiting = 0;
  /** How many bytes have to wait before it is worth looking again. */
  #needed = 0;

  constructor(handlers: PacketHandlers) {
    this.#handlers = handlers;
  }

  /** The next bytes; `goesOn` tells after each packet whether more are wanted. */
  read(chunk: Buffer, goesOn: () => boolean): void {
    const problem = this.#read(chunk, goesOn);
    if (problem !== undefined) this.#handlers.broken(problem);
  }

  #read(chunk: Buffer, goesOn: () => boolean): string | undefined {
    let bytes = chunk;
    if (this.#waiting > 0) {
      this.#pieces.push(chunk);
      this.#waiting += chunk.length;
      if (this.#waiting < this.#needed) return undefined;
      bytes = Buffer.concat(this.#pieces);
      this.#pieces = [];
      this.#waiting = 0;
    }
    let at = 0;
    while (at < bytes.length) {
      // The length of the rest, 7 bits a byte (MQTT 3.1.1, section 2.2.3).
      let body = at + 1;
      let length = 0;
      let shift = 0;
      for (; body < bytes.length; body += 1, shift += 7) {
        const byte = bytes[body] ?? 0;
        length |= (byte & 0x7f) << shift;
        if (byte < 0x80) break;
        if (shift === 21) return notMqtt;
      }
      const end = body + 1 + length;
      if (end - at > largestPacket) return "a packet is larger than 256 KB";
      if (body >= bytes.length || end > bytes.length) {
        this.#wait(bytes.subarray(at), body < bytes.length ? end - at : 0);
        return undefined;
      }
      const packet =
        (bytes[at] ?? 0) >> 4 === publish
          ? readPublish(bytes, at, body + 1, end)
          : readPacket(bytes.subarray(at, end));
      if (!packet) return notMqtt;
      this.#handlers.packet(packet);
      if (!goesOn()) return undefined;
      at = end;
    }
    return undefined;
  }

  #wait(rest: Buffer, needed: number): void {
    this.#pieces.push(rest);
    this.#waiting = rest.length;
    this.#needed = needed;
  }
}

/** A publish with its first byte at `start`, its topic's length at `at`; nothing when it is not well formed. */
function readPublish(
  bytes: Buffer,
  start: number,
  at: number,
  end: number,
): IPublishPacket | undefined {
  const flags = bytes[start] ?? 0;
  const qos = levels[(flags >> 1) & 3];
  if (qos === undefined || at + 2 > end) return undefined;
  const topicEnd = at + 2 + bytes.readUInt16BE(at);
  const payloadStart = qos === 0 ? topicEnd : topicEnd + 2;
  if (payloadStart > end) return undefined;
  const payload = Buffer.allocUnsafe(end - payloadStart);
  bytes.copy(payload, 0, payloadStart, end);
  const packet: IPublishPacket = {
    cmd: "publish",
    topic: bytes.toString("utf8", at + 2, topicEnd),
    payload,
    qos,
    dup: (flags & 8) !== 0,
    retain: (flags & 1) !== 0,
  };
  if (qos > 0) packet.messageId = bytes.readUInt16BE(topicEnd);
  return packet;
}

function readPacket(bytes: Buffer): Packet | undefined {
  let packet: Packet | undefined;
  const parser = mqttPacket.parser();
  parser.on("packet", (read) => {
    packet = read;
  });
  parser.on("error", () => {});
  const left = parser.parse(bytes);
  return left === 0 ? packet : undefined;
}
