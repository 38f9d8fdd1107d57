import type { Duplex } from "node:stream";
import type { IConnectPacket, Packet } from "mqtt-packet";
import type { HubCore } from "../hub-core.js";
import { clientId } from "../target.js";
import type { HubTrace, MqttPacketName } from "../trace.js";
import { connectCodes, judgeConnect } from "./connect.js";
import type { LastingSessions } from "./lasting-sessions.js";
import { MqttSession } from "./session.js";
import { MqttWire } from "./wire.js";

/** Everything on one MQTT connection, from CONNECT to the closing of the socket. */
export class MqttConnection {
  readonly #core: HubCore;
  readonly #lasting: LastingSessions;
  readonly #trace: HubTrace;
  readonly #wire: MqttWire;
  #session: MqttSession | undefined;
  #closed = false;
  #will: IConnectPacket["will"];
  #keepAlive = 0;
  #cancelKeepAlive = (): void => {};
  #cancelExpiry = (): void => {};

  constructor(core: HubCore, lasting: LastingSessions, trace: HubTrace, connection: Duplex) {
    this.#core = core;
    this.#lasting = lasting;
    this.#trace = trace;
    this.#wire = new MqttWire(
      connection,
      (packet) => this.#receive(packet),
      (reason) => this.#close("malformed", reason),
    );
    connection.on("error", () => connection.destroy());
    connection.once("end", () => this.#gone());
    connection.once("close", () => this.#gone());
  }

  get #clientId(): string {
    return this.#session ? clientId(this.#session.target) : "";
  }

  #receive(packet: Packet): void {
    if (this.#closed) return;
    this.#restartKeepAlive();
    if (packet.cmd === "connect") {
      this.#connect(packet);
      return;
    }
    const session = this.#session;
    if (!session) {
      this.#close("protocol", `${packet.cmd} before connect`);
      return;
    }
    this.#traceIn(packet);
    switch (packet.cmd) {
      case "publish":
        session.publish(packet);
        return;
      case "subscribe":
        session.subscribe(packet);
        return;
      case "unsubscribe":
        session.unsubscribe(packet);
        return;
      case "pingreq":
        this.#wire.send({ cmd: "pingresp" });
        return;
      case "puback":
        return;
      case "disconnect":
        // A goodbye: the will is not wanted.
        this.#will = undefined;
        this.#gone();
        this.#wire.end();
        return;
      default:
        this.#close("protocol", `a device does not send ${packet.cmd}`);
    }
  }

  #connect(packet: IConnectPacket): void {
    if (this.#session) {
      this.#close("protocol", "a second connect on one connection");
      return;
    }
    const outcome = judgeConnect(this.#core, {
      protocolLevel: packet.protocolVersion ?? 0,
      clientId: packet.clientId,
      userName: packet.username ?? "",
      password: packet.password?.toString("utf8") ?? "",
    });
    if (!outcome.ok) {
      this.#sendConnack(packet.clientId, outcome.code);
      this.#close("connect", outcome.reason, packet.clientId);
      return;
    }
    const { grant, modelId } = outcome;
    this.#trace({
      kind: "mqtt",
      direction: "in",
      deviceId: packet.clientId,
      packet: "connect",
      ...(modelId === undefined ? {} : { modelId }),
    });
    const { deviceId, moduleId, generationId } = grant.identity;
    const stored = this.#lasting.open(`${packet.clientId} ${generationId}`, packet.clean === true);
    const target = moduleId === undefined ? { deviceId } : { deviceId, moduleId };
    this.#session = new MqttSession(this.#core, target, modelId, stored.subscriptions, {
      send: (sent) => this.#send(sent),
      close: (rule, detail) => this.#close(rule, detail),
    });
    this.#will = packet.will;
    this.#core.openSession(this.#session, modelId);
    this.#sendConnack(packet.clientId, connectCodes.accepted, stored.present);
    this.#session.resume();
    // The server waits one and a half times what the client announced (MQTT 3.1.1, section 3.1.2.10).
    this.#keepAlive = (packet.keepalive ?? 0) * 1500;
    this.#restartKeepAlive();
    this.#cancelExpiry = this.#core.clock.after(
      grant.until - this.#core.clock.now().getTime(),
      () => this.#close("tokenExpired", "the token of the connection has expired"),
    );
  }

  #sendConnack(deviceId: string, returnCode: number, sessionPresent = false): void {
    this.#wire.send({ cmd: "connack", returnCode, sessionPresent });
    this.#trace({
      kind: "mqtt",
      direction: "out",
      deviceId,
      packet: "connack",
      payload: String(returnCode),
    });
  }

  #send(packet: Packet): void {
    this.#wire.send(packet);
    if (packet.cmd === "publish") {
      const { topic } = packet;
      this.#traceMqtt("out", "publish", { topic, payload: String(packet.payload) });
    } else if (packet.cmd === "puback") {
      this.#traceMqtt("out", "puback");
    }
  }

  #traceIn(packet: Packet): void {
    if (packet.cmd === "publish") {
      const { topic } = packet;
      this.#traceMqtt("in", "publish", { topic, payload: packet.payload.toString() });
    } else if (packet.cmd === "subscribe") {
      for (const { topic } of packet.subscriptions) this.#traceMqtt("in", "subscribe", { topic });
    } else if (packet.cmd === "unsubscribe") {
      for (const topic of packet.unsubscriptions) this.#traceMqtt("in", "unsubscribe", { topic });
    } else if (packet.cmd === "disconnect" || packet.cmd === "puback") {
      this.#traceMqtt("in", packet.cmd);
    }
  }

  #traceMqtt(
    direction: "in" | "out",
    packet: MqttPacketName,
    more: { readonly topic?: string; readonly payload?: string } = {},
  ): void {
    this.#trace({ kind: "mqtt", direction, deviceId: this.#clientId, packet, ...more });
  }

  #restartKeepAlive(): void {
    this.#cancelKeepAlive();
    if (this.#keepAlive === 0) return;
    this.#cancelKeepAlive = this.#core.clock.after(this.#keepAlive, () =>
      this.#close("keepAlive", `nothing came for ${this.#keepAlive / 1000} seconds`),
    );
  }

  #close(rule: string, detail: string, deviceId: string = this.#clientId): void {
    if (this.#closed) return;
    this.#trace({ kind: "refused", rule, detail, deviceId });
    this.#gone();
    this.#wire.end();
  }

  #gone(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#cancelKeepAlive();
    this.#cancelExpiry();
    const session = this.#session;
    if (!session) return;
    if (this.#will) session.leaveWill(this.#will.topic, Buffer.from(this.#will.payload));
    this.#core.closeSession(session);
  }
}
