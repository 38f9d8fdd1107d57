import type { IPublishPacket, ISubscribePacket, IUnsubscribePacket, Packet } from "mqtt-packet";
import type { JsonRecord } from "../../convention/record.js";
import type { AuthMethod } from "../access.js";
import { detailErrorBody } from "../error-body.js";
import { parseExactJson } from "../exact-json.js";
import type { HubCore } from "../hub-core.js";
import { ServiceError } from "../service-error.js";
import type { MethodDelivery, Session } from "../sessions.js";
import type { Target } from "../target.js";
import { telemetryBytes, telemetrySize } from "../telemetry-limits.js";
import { ThrottledWork } from "../throttles/throttled-work.js";
import { deviceTwinDocument } from "../twin-document.js";
import { MqttDeviceMessages, type Publish } from "./device-messages.js";
import type { Subscriptions } from "./lasting-sessions.js";
import { TelemetryReader } from "./telemetry.js";
import { throttledPublish } from "./throttled-publish.js";
import {
  desiredTopic,
  methodTopic,
  type PublishTopic,
  parsePublishTopic,
  parseSubscription,
  type SubscriptionKind,
  twinAnswerTopic,
} from "./topics.js";
import type { Will } from "./will.js";

/** What a session needs of its connection. */
export interface SessionLink {
  /** How the client proved who it is. */
  readonly authMethod: AuthMethod;
  send(packet: Packet): void;
  /** Sends a PUBACK, with those of other packets that came together. */
  acknowledge(packetId: number): void;
  /** Closes; `rule` names what was broken, `detail` explains. */
  close(rule: string, detail: string): void;
  /** Tells of something that was not done, on a connection that goes on. */
  refused(rule: string, detail: string): void;
}

const mostSubscriptions = 5;

/** A device or module that is connected by MQTT. */
export class MqttSession implements Session {
  readonly target: Target;
  readonly protocol = "mqtt";
  readonly #core: HubCore;
  readonly #link: SessionLink;
  readonly #subscriptions: Subscriptions;
  readonly #deviceMessages: MqttDeviceMessages | undefined;
  readonly #telemetry: TelemetryReader;
  readonly #throttled: ThrottledWork | undefined;
  #messageId = 0;
  #lastTopic: string | undefined;
  #lastParsed: PublishTopic | undefined;

  constructor(
    core: HubCore,
    target: Target,
    modelId: string | undefined,
    subscriptions: Subscriptions,
    link: SessionLink,
  ) {
    this.target = target;
    this.#core = core;
    this.#telemetry = new TelemetryReader(target, link.authMethod, modelId);
    this.#subscriptions = subscriptions;
    this.#link = link;
    const { throttles, clock } = core;
    this.#throttled = throttles && new ThrottledWork(throttles, clock);
    if (target.moduleId === undefined) {
      this.#deviceMessages = new MqttDeviceMessages(core.deviceMessages.queueOf(target.deviceId), {
        qos: () => subscriptions.get("messages"),
        send: (publish) => this.#sendPublish(publish),
      });
    }
  }

  get takesMethods(): boolean {
    return this.#subscriptions.has("methods");
  }

  deliverMethod({ name, requestId, payload }: MethodDelivery): void {
    this.#publish("methods", methodTopic(name, requestId), payload);
  }

  deliverDesired(patch: JsonRecord): void {
    this.#publish("desired", desiredTopic(Number(patch.$version)), JSON.stringify(patch));
  }

  end(reason: string, rule = "closed"): void {
    this.#link.close(rule, reason);
  }

  subscribe({ messageId, subscriptions }: ISubscribePacket): void {
    const granted: number[] = [];
    for (const { topic, qos } of subscriptions) {
      const kind = parseSubscription(topic, this.target);
      if (!kind) {
        this.#link.close("unknownTopic", `a device cannot subscribe to ${topic}`);
        return;
      }
      if (!this.#isAvailable(kind)) return;
      this.#subscriptions.set(kind, qos === 0 ? 0 : 1);
      granted.push(qos === 0 ? 0 : 1);
    }
    if (this.#subscriptions.size > mostSubscriptions) {
      this.#link.close("tooManySubscriptions", `a connection has at most ${mostSubscriptions}`);
      return;
    }
    this.#link.send({ cmd: "suback", ...id(messageId), granted });
    this.resume();
  }

  /** A client of a Basic hub that asks for twins or methods is cut off. */
  #isAvailable(kind: SubscriptionKind): boolean {
    if (kind === "messages") return true;
    try {
      this.#core.throttles?.checkTier(kind === "methods" ? "method" : "twinRead");
      return true;
    } catch (error) {
      if (!(error instanceof ServiceError)) throw error;
      this.#link.close(error.reason, error.message);
      return false;
    }
  }

  /** What waits for the client's subscriptions can go on. */
  resume(): void {
    if (this.takesMethods) this.#core.methods.ready(this);
    this.#deviceMessages?.deliver();
  }

  /** A PUBACK of the client. */
  acknowledged(messageId: number): void {
    this.#deviceMessages?.acknowledged(messageId);
  }

  /** The connection is over. */
  gone(): void {
    this.#throttled?.end();
    this.#deviceMessages?.end();
  }

  unsubscribe({ messageId, unsubscriptions }: IUnsubscribePacket): void {
    for (const filter of unsubscriptions) {
      const kind = parseSubscription(filter, this.target);
      if (kind) this.#subscriptions.delete(kind);
    }
    this.#link.send({ cmd: "unsuback", ...id(messageId), granted: [] });
  }

  publish(packet: IPublishPacket): void {
    const { topic, qos, messageId } = packet;
    const payload = asBuffer(packet.payload);
    if (qos === 2) {
      this.#link.close("qos2", "the hub does not take QoS 2");
      return;
    }
    if (payload.length > telemetryBytes) {
      this.#refuseSize(payload.length);
      return;
    }
    const parsed = this.#parse(topic);
    if (!parsed) {
      this.#link.close("unknownTopic", `a device cannot publish to ${topic}`);
      return;
    }
    // Where the topic has room beside the body, so have the properties in it.
    if (parsed.kind === "telemetry" && payload.length + topic.length > telemetryBytes) {
      const size = telemetrySize(this.#telemetry.read(parsed.properties, payload, false));
      if (size > telemetryBytes) {
        this.#refuseSize(size);
        return;
      }
    }
    const work = (): void => {
      const now = this.#core.clock.now();
      this.#core.sessions.touch(this.target, now);
      this.#handle(parsed, payload, packet.retain, now);
      if (qos === 1) this.#link.acknowledge(messageId ?? 0);
    };
    if (!this.#throttled) {
      work();
      return;
    }
    throttledPublish(this.#throttled, parsed, topic.length + payload.length, work, {
      answer: (requestId, refusal) =>
        this.#answerTwin(requestId, () => {
          throw refusal;
        }),
      close: (rule, detail) => this.#link.close(rule, detail),
    });
  }

  #refuseSize(size: number): void {
    const detail = `a message of ${size} bytes with its properties; at most ${telemetryBytes}`;
    this.#link.close("messageTooLarge", detail);
  }

  /** Devices publish to the same topic again and again. */
  #parse(topic: string): PublishTopic | undefined {
    if (topic !== this.#lastTopic) {
      this.#lastTopic = topic;
      this.#lastParsed = parsePublishTopic(topic, this.target);
    }
    return this.#lastParsed;
  }

  /** The client's last words, said when the connection ends without a goodbye. */
  leaveWill({ properties, payload, retain }: Will): void {
    this.#handle({ kind: "telemetry", properties }, payload, retain, this.#core.clock.now());
  }

  #handle(topic: PublishTopic, payload: Buffer, retain: boolean, now: Date): void {
    switch (topic.kind) {
      case "telemetry":
        this.#core.telemetry.accept(this.#telemetry.read(topic.properties, payload, retain), now);
        return;
      case "twinGet":
        this.#answerTwin(topic.requestId, () => ({
          status: 200,
          body: JSON.stringify(deviceTwinDocument(this.#core.twins.get(this.target))),
        }));
        return;
      case "twinReport":
        this.#answerTwin(topic.requestId, () => {
          const patch = parseExactJson(payload.toString("utf8"), "The reported patch");
          const twin = this.#core.twins.report(this.target, patch, topic.version);
          return { status: 204, body: "", version: twin.reported.version };
        });
        return;
      case "methodAnswer":
        this.#core.methods.answer(this.target, topic.requestId, {
          status: topic.status,
          payload: payload.toString("utf8"),
        });
    }
  }

  #answerTwin(
    requestId: string,
    run: () => { readonly status: number; readonly body: string; readonly version?: number },
  ): void {
    try {
      const { status, body, version } = run();
      this.#publish("twinAnswers", twinAnswerTopic(status, requestId, version), body);
    } catch (error) {
      if (!(error instanceof ServiceError)) throw error;
      this.#link.refused(error.reason, error.message);
      // The body too has to tell of the error: Node's device SDK looks at nothing else.
      const occasion = { trackingId: this.#core.ids.uuid(), now: this.#core.clock.now() };
      const body = detailErrorBody(error, occasion);
      this.#publish("twinAnswers", twinAnswerTopic(error.status, requestId), body);
    }
  }

  #publish(kind: SubscriptionKind, topic: string, payload: string): void {
    const qos = this.#subscriptions.get(kind);
    if (qos === undefined) return;
    this.#sendPublish({ cmd: "publish", topic, payload, qos, dup: false, retain: false });
  }

  /** Answers the packet identifier of a publish with QoS 1. */
  #sendPublish(publish: Publish): number | undefined {
    if (publish.qos === 0) {
      this.#link.send(publish);
      return undefined;
    }
    do this.#messageId = (this.#messageId % 65_535) + 1;
    while (this.#deviceMessages?.awaits(this.#messageId));
    this.#link.send({ ...publish, messageId: this.#messageId });
    return this.#messageId;
  }
}

function id(messageId: number | undefined): { messageId?: number } {
  return messageId === undefined ? {} : { messageId };
}

function asBuffer(payload: string | Buffer): Buffer {
  return typeof payload === "string" ? Buffer.from(payload) : payload;
}
