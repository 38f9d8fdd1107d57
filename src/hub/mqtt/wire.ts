import type { Duplex } from "node:stream";
import mqttPacket, { type Packet } from "mqtt-packet";

/** Largest packet: 256 KB, and room for topic and properties around a body of that size. */
const largestPacket = 262_144 + 4096;

/** Turns a byte stream into MQTT packets and back. */
export class MqttWire {
  readonly #connection: Duplex;

  constructor(
    connection: Duplex,
    packet: (packet: Packet) => void,
    broken: (reason: string) => void,
  ) {
    this.#connection = connection;
    const parser = mqttPacket.parser();
    parser.on("packet", (received) => {
      if (!connection.writableEnded) packet(received);
    });
    parser.on("error", () => broken("what came is not MQTT"));
    connection.on("data", (chunk: Buffer) => {
      if (connection.writableEnded) return;
      // Answers to all packets of one chunk leave in one write.
      connection.cork();
      const waiting = parser.parse(chunk);
      connection.uncork();
      if (waiting > largestPacket) broken("a packet is larger than 256 KB");
    });
    connection.resume();
  }

  send(packet: Packet): void {
    if (!this.#connection.writable) return;
    this.#connection.write(mqttPacket.generate(packet, { protocolVersion: 4 }));
  }

  /** Sends what is left and closes; the other side is not waited for. */
  end(): void {
    if (this.#connection.writableEnded) return;
    this.#connection.end(() => this.#connection.destroy());
  }
}
