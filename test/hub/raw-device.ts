import { connect, type TLSSocket } from "node:tls";
import mqttPacket, { type IConnectPacket, type Packet } from "mqtt-packet";
import { onTestFinished } from "vitest";
import { createSasToken, type Hub } from "../../src/hub/index.js";

/** A device that can break every rule: packets as they are, without an SDK. */
export class RawDevice {
  readonly socket: TLSSocket;
  readonly #packets: Packet[] = [];
  #wake = (): void => {};

  constructor(hub: Hub) {
    this.socket = connect({ host: hub.hostName, port: 8883 });
    const parser = mqttPacket.parser();
    parser.on("packet", (packet) => {
      this.#packets.push(packet);
      this.#wake();
    });
    this.socket.on("data", (chunk) => parser.parse(chunk));
    this.socket.on("error", () => {});
    onTestFinished(() => void this.socket.destroy());
  }

  send(packet: Packet): void {
    this.socket.write(mqttPacket.generate(packet));
  }

  async receive(): Promise<Packet> {
    for (;;) {
      const packet = this.#packets.shift();
      if (packet) return packet;
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
  }
}

/** The CONNECT of the device `dev1`, good for ever. */
export function connectPacket(hub: Hub, change: Partial<IConnectPacket> = {}): IConnectPacket {
  const key = /SharedAccessKey=(.*)$/.exec(hub.deviceConnectionString("dev1"))?.[1] ?? "";
  const token = createSasToken(`${hub.hostName}/devices/dev1`, key, 4_000_000_000);
  return {
    cmd: "connect",
    protocolId: "MQTT",
    protocolVersion: 4,
    clean: true,
    clientId: "dev1",
    keepalive: 60,
    username: `${hub.hostName}/dev1/?api-version=2021-04-12`,
    password: Buffer.from(token),
    ...change,
  };
}
