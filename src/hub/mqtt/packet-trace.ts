import type { Packet } from "mqtt-packet";
import { type HubTrace, type MqttPacketName, wantsTraffic } from "../trace.js";

/** Tells the hub's trace what goes over one connection. */
export class PacketTrace {
  /** The client id; empty until the client has said it. */
  clientId = "";
  /** What the client has sent last, of a publish its topic: the reason of a refusal. */
  #last: Packet | string | undefined;
  readonly #trace: HubTrace;

  constructor(trace: HubTrace) {
    this.#trace = trace;
  }

  /** The client was let in. */
  connected(modelId?: string): void {
    this.#tell("in", "connect", modelId === undefined ? {} : { modelId });
  }

  refused(rule: string, detail: string): void {
    this.#trace({
      kind: "refused",
      protocol: "mqtt",
      operation: this.#last ? operationOf(this.#last) : "connect",
      rule,
      detail,
      ...(this.clientId === "" ? {} : { deviceId: this.clientId }),
    });
  }

  received(packet: Packet): void {
    this.#last = packet.cmd === "publish" ? packet.topic : packet;
    if (!wantsTraffic(this.#trace)) return;
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
    if (!wantsTraffic(this.#trace)) return;
    if (packet.cmd === "publish") {
      const { topic } = packet;
      this.#tell("out", "publish", { topic, payload: String(packet.payload) });
    } else if (packet.cmd === "connack") {
      this.#tell("out", "connack", { payload: String(packet.returnCode) });
    } else if (packet.cmd === "puback") {
      this.#tell("out", "puback");
    }
  }

  /** A publish of the client has been acknowledged. */
  acknowledged(): void {
    if (wantsTraffic(this.#trace)) this.#tell("out", "puback");
  }

  #tell(
    direction: "in" | "out",
    packet: MqttPacketName,
    more: { readonly topic?: string; readonly payload?: string; readonly modelId?: string } = {},
  ): void {
    this.#trace({ kind: "mqtt", direction, deviceId: this.clientId, packet, ...more });
  }
}

function operationOf(packet: Packet | string): string {
  if (typeof packet === "string") return `publish ${packet}`;
  if (packet.cmd !== "subscribe") return packet.cmd;
  return `subscribe ${packet.subscriptions.map(({ topic }) => topic).join(", ")}`;
}
