import type { Duplex } from "node:stream";
import mqttPacket, { type Packet } from "mqtt-packet";
import type { Turn } from "../turn.js";
import { PacketReader } from "./packet-reader.js";

/** What comes over the wire. */
export interface WireHandlers {
  packet(packet: Packet): void;
  /** All packets that came together have been handled. */
  read(): void;
  broken(reason: string): void;
}

/** First byte and length of a PUBACK; the packet identifier follows. */
const puback = 0x4002;

/** Turns a byte stream into MQTT packets and back. */
export class MqttWire {
  readonly #connection: Duplex;
  /** Packets to be acknowledged when the chunk that brought them has been read. */
  #acknowledged: number[] = [];
  #reading = false;

  constructor(connection: Duplex, handlers: WireHandlers, turn: Turn) {
    this.#connection = connection;
    const reader = new PacketReader(handlers);
    const goesOn = (): boolean => !connection.writableEnded;
    const read = (chunk: Buffer): void => {
      if (connection.writableEnded) return;
      // Answers to all packets of one chunk leave in one write.
      connection.cork();
      this.#reading = true;
      reader.read(chunk, goesOn);
      this.#reading = false;
      handlers.read();
      this.#sendAcknowledgements();
      connection.uncork();
      // Who does not read answers is not read either.
      if (connection.writableNeedDrain) connection.pause();
    };
    let waits = false;
    connection.on("data", (chunk: Buffer) => {
      if (turn.goesOn()) {
        read(chunk);
        return;
      }
      // While it is paused nothing more comes, not even its end.
      waits = true;
      connection.pause();
      turn.later(() => {
        waits = false;
        connection.resume();
        read(chunk);
      });
    });
    connection.on("drain", () => {
      if (!waits) connection.resume();
    });
    connection.resume();
  }

  send(packet: Packet): void {
    if (!this.#connection.writable) return;
    this.#sendAcknowledgements();
    this.#connection.write(mqttPacket.generate(packet, { protocolVersion: 4 }));
  }

  /** Acknowledges a publish; while the chunk that it came in is read, together with the others in it. */
  acknowledge(packetId: number): void {
    this.#acknowledged.push(packetId);
    if (!this.#reading) this.#sendAcknowledgements();
  }

  /** Sends what is left and closes; the other side is not waited for. */
  end(): void {
    if (this.#connection.writableEnded) return;
    this.#sendAcknowledgements();
    this.#connection.end(() => this.#connection.destroy());
  }

  #sendAcknowledgements(): void {
    const { length } = this.#acknowledged;
    if (length === 0) return;
    const bytes = Buffer.allocUnsafe(length * 4);
    for (let index = 0; index < length; index += 1) {
      bytes.writeUInt16BE(puback, index * 4);
      bytes.writeUInt16BE(this.#acknowledged[index] ?? 0, index * 4 + 2);
    }
    this.#acknowledged = [];
    if (this.#connection.writable) this.#connection.write(bytes);
  }
}
