import type { Packet } from "mqtt-packet";
import type { HubTrace, MqttPacketName } from "../trace.js";

/** Tells the hub's trace what goes over one connection. */
export class PacketTrace {
  /** The client id; empty until the client has said it. */
  clientId = "";
  readonly #trace: HubTrace;

  constructor(trace: HubTrace) {
    this.#trace = trace;
  }

  /** The client was let in. */
  connected(modelId?: string): void {
    this.#tell("in", "connect", modelId === undefined ? {} : { modelId });
  }

  refused(rule: string, detail: string): void {
    this.#trace({ kind: "refused", rule, detail, deviceId: this.clientId });
  }

  received(packet: Packet): void {
    if (packet.cmd === "publish") {
      const { topic } = packet;
      this.#tell("in", "publish", { topic, payload: packet.payload.toString() });
    } else if (packet.cmd === "subscribe") {
      for (const { topic } of packet.subscriptions) this.#tell("in", "subscribe", { topic });
    } else if (packet.cmd === "unsubscribe") {
      for (const topic of packet.unsubscriptions) this.#tell("in", "unsubscribe", { topic });
    } else if (packet.cmd === "disconnect" || packet.cmd === "puback") {
      this.#tell("in", packet.cmd);
    }
  }

  sent(packet: Packet): void {
    if (packet.cmd === "publish") {
      const { topic } = packet;
      this.#tell("out", "publish", { topic, payload: String(packet.payload) });
    } else if (packet.cmd === "connack") {
      this.#tell("out", "connack", { payload: String(packet.returnCode) });
    } else if (packet.cmd === "puback") {
      this.#tell("out", "puback");
    }
  }

  #tell(
    direction: "in" | "out",
    packet: MqttPacketName,
    more: { readonly topic?: string; readonly payload?: string; readonly modelId?: string } = {},
  ): void {
    this.#trace({ kind: "mqtt", direction, deviceId: this.clientId, packet, ...more });
  }
}
