import type { X509Certificate } from "node:crypto";
import type { Duplex } from "node:stream";
import type { IConnectPacket, Packet } from "mqtt-packet";
import type { HubCore } from "../hub-core.js";
import type { HubTrace } from "../trace.js";
import { type ConnectRequest, connectCodes, judgeConnect } from "./connect.js";
import type { LastingSessions } from "./lasting-sessions.js";
import { PacketTrace } from "./packet-trace.js";
import { isRegistrant, judgeRegistrant, MqttRegistration } from "./registration.js";
import { MqttSession } from "./session.js";
import { readWill, type Will } from "./will.js";
import { MqttWire, type WireHandlers } from "./wire.js";

const longestSilence = 1_767_000;

/** Everything on one MQTT connection, from CONNECT to the closing of the socket. */
export class MqttConnection {
  readonly #core: HubCore;
  readonly #lasting: LastingSessions;
  readonly #trace: PacketTrace;
  readonly #wire: MqttWire;
  readonly #certificate: X509Certificate | undefined;
  #session: MqttSession | undefined;
  /** Instead of a session, where the client means the provisioning service. */
  #registration: MqttRegistration | undefined;
  #closed = false;
  #will: Will | undefined;
  #keepAlive = 0;
  /** Whether a packet has come since the keep-alive was restarted. */
  #heard = false;
  #cancelKeepAlive = (): void => {};
  #cancelExpiry = (): void => {};

  constructor(
    core: HubCore,
    lasting: LastingSessions,
    trace: HubTrace,
    connection: Duplex,
    certificate: X509Certificate | undefined,
  ) {
    this.#core = core;
    this.#certificate = certificate;
    this.#lasting = lasting;
    this.#trace = new PacketTrace(trace);
    const handlers: WireHandlers = {
      packet: (packet) => this.#receive(packet),
      read: () => this.#restartKeepAlive(),
      broken: (reason) => this.#close("malformed", reason),
    };
    this.#wire = new MqttWire(connection, handlers, core.turn);
    this.#cancelKeepAlive = core.clock.after(core.patience, () =>
      this.#close("connect", `no connect came for ${core.patience / 1000} seconds`),
    );
    connection.on("error", () => connection.destroy());
    connection.once("end", () => this.#gone());
    connection.once("close", () => this.#gone());
  }

  #receive(packet: Packet): void {
    if (this.#closed) return;
    this.#heard = true;
    if (packet.cmd === "connect") {
      this.#connect(packet);
      return;
    }
    const session = this.#session ?? this.#registration;
    if (!session) {
      this.#close("protocol", `${packet.cmd} before connect`);
      return;
    }
    this.#trace.received(packet);
    switch (packet.cmd) {
      case "publish":
        session.publish(packet);
        return;
      case "subscribe":
        if (packet.subscriptions.length > 0) session.subscribe(packet);
        else this.#close("protocol", "a subscribe without topics");
        return;
      case "unsubscribe":
        if (packet.unsubscriptions.length > 0) session.unsubscribe(packet);
        else this.#close("protocol", "an unsubscribe without topics");
        return;
      case "pingreq":
        this.#wire.send({ cmd: "pingresp" });
        return;
      case "puback":
        session.acknowledged(packet.messageId ?? 0);
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
    if (this.#session || this.#registration) {
      this.#close("protocol", "a second connect on one connection");
      return;
    }
    this.#trace.clientId = packet.clientId;
    const request: ConnectRequest = {
      protocolLevel: packet.protocolVersion ?? 0,
      clientId: packet.clientId,
      userName: packet.username ?? "",
      password: packet.password?.toString("utf8") ?? "",
      certificate: this.#certificate,
    };
    if (isRegistrant(this.#core, request)) {
      this.#connectRegistrant(packet, request);
      return;
    }
    const outcome = judgeConnect(this.#core, request);
    if (!outcome.ok) {
      this.#refuseConnect(outcome);
      return;
    }
    const { grant, modelId } = outcome;
    this.#trace.connected(modelId);
    const { deviceId, moduleId, generationId } = grant.identity;
    const stored = this.#lasting.open(`${packet.clientId} ${generationId}`, packet.clean === true);
    const target = moduleId === undefined ? { deviceId } : { deviceId, moduleId };
    this.#session = new MqttSession(this.#core, target, modelId, stored.subscriptions, {
      authMethod: grant.authMethod,
      send: (sent) => this.#send(sent),
      acknowledge: (packetId) => {
        this.#wire.acknowledge(packetId);
        this.#trace.acknowledged();
      },
      close: (rule, detail) => this.#close(rule, detail),
      refused: (rule, detail) => this.#trace.refused(rule, detail),
    });
    this.#will = packet.will && readWill(packet.will, target);
    if (packet.will && !this.#will) {
      const detail = `the will is for ${packet.will.topic}, which is no telemetry of the client: nobody will get it`;
      this.#trace.refused("will", detail);
    }
    this.#core.openSession(this.#session, modelId);
    this.#sendConnack(connectCodes.accepted, stored.present);
    this.#session.resume();
    this.#startKeepAlive(packet);
    this.#cancelExpiry = this.#core.clock.after(
      grant.until - this.#core.clock.now().getTime(),
      () => this.#close("tokenExpired", "the token of the connection has expired"),
    );
  }

  #connectRegistrant(packet: IConnectPacket, request: ConnectRequest): void {
    const outcome = judgeRegistrant(this.#core, request);
    if (!outcome.ok) {
      this.#refuseConnect(outcome);
      return;
    }
    this.#registration = new MqttRegistration(this.#core, outcome.registrant, {
      send: (sent) => this.#send(sent),
      close: (rule, detail) => this.#close(rule, detail),
      refused: (rule, detail) => this.#trace.refused(rule, detail),
    });
    this.#trace.connected();
    this.#sendConnack(connectCodes.accepted);
    this.#startKeepAlive(packet);
  }

  #refuseConnect({
    code,
    reason,
    rule = "connect",
  }: {
    readonly code: number;
    readonly reason: string;
    readonly rule?: string;
  }): void {
    this.#sendConnack(code);
    this.#close(rule, reason);
  }

  /** The server waits one and a half times what the client announced (MQTT 3.1.1, section 3.1.2.10), the cloud not for ever. */
  #startKeepAlive({ keepalive = 0 }: IConnectPacket): void {
    this.#cancelKeepAlive();
    this.#keepAlive = keepalive === 0 ? longestSilence : Math.min(keepalive * 1500, longestSilence);
  }

  #sendConnack(returnCode: number, sessionPresent = false): void {
    this.#send({ cmd: "connack", returnCode, sessionPresent });
  }

  #send(packet: Packet): void {
    this.#wire.send(packet);
    this.#trace.sent(packet);
  }

  #restartKeepAlive(): void {
    if (this.#keepAlive === 0 || !this.#heard || this.#closed) return;
    this.#heard = false;
    this.#cancelKeepAlive();
    this.#cancelKeepAlive = this.#core.clock.after(this.#keepAlive, () =>
      this.#close("keepAlive", `nothing came for ${this.#keepAlive / 1000} seconds`),
    );
  }

  #close(rule: string, detail: string): void {
    if (this.#closed) return;
    this.#trace.refused(rule, detail);
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
    if (this.#will) session.leaveWill(this.#will);
    session.gone();
    this.#core.closeSession(session);
  }
}
