import type { IPublishPacket, ISubscribePacket, IUnsubscribePacket } from "mqtt-packet";
import { detailErrorBody } from "../error-body.js";
import type { HubCore } from "../hub-core.js";
import type { Registrant } from "../provisioning/attestation.js";
import type { RegistrationAnswer } from "../provisioning/registrar.js";
import { parseSasToken } from "../sas-token.js";
import { ServiceError } from "../service-error.js";
import { type ConnectRequest, connectCodes, hostOf, mqtt311 } from "./connect.js";
import type { SessionLink } from "./session.js";
import { isRequestId, topicFields } from "./topics.js";

/** What a registration needs of its connection. */
export interface RegistrationLink extends Pick<SessionLink, "send" | "close"> {
  /** Tells the trace of a refusal after which the connection stands. */
  refused(rule: string, detail: string): void;
}

/** Who is let in to register, or the code and the reason that goes to the trace. */
export type RegistrantOutcome =
  | { readonly ok: true; readonly registrant: Registrant }
  | { readonly ok: false; readonly code: number; readonly reason: string };

const userNameForm = /^([^/]+)\/registrations\/([^/]+)(?:\/|$)/;

/** Whether a client means the provisioning service: its user name begins with an id scope, not with a host. */
export function isRegistrant({ access }: HubCore, { userName }: ConnectRequest): boolean {
  const [, name = ""] = userNameForm.exec(userName) ?? [];
  // A device of the hub may be called "registrations", too.
  return name !== "" && !access.hosts.includes(hostOf(name));
}

/**
 * Decides about a connection to the provisioning service: it must be of this service's id scope and bring some proof.
 * Whether the proof holds is told when it asks to be registered, as in the cloud.
 */
export function judgeRegistrant(core: HubCore, request: ConnectRequest): RegistrantOutcome {
  const { protocolLevel, clientId, userName, password, certificate } = request;
  if (protocolLevel !== mqtt311) {
    return { ok: false, code: connectCodes.protocol, reason: "MQTT 3.1.1 only" };
  }
  const refused = (reason: string): RegistrantOutcome => ({
    ok: false,
    code: connectCodes.notAuthorized,
    reason,
  });
  const [, idScope, registrationId] = userNameForm.exec(userName) ?? [];
  if (idScope !== core.provisioning.idScope) {
    return refused(`the id scope is ${idScope}, this service's is ${core.provisioning.idScope}`);
  }
  if (registrationId !== clientId) {
    return refused(
      `the user name is that of ${registrationId}, the client id that of ${JSON.stringify(clientId)}`,
    );
  }
  if (password === "" ? !certificate : !parseSasToken(password)) {
    return refused("there is neither a shared access signature nor a certificate");
  }
  return { ok: true, registrant: { registrationId, token: password, certificate } };
}

const answers = "$dps/registrations/res/#";
const requestTopic =
  /^\$dps\/registrations\/(PUT\/iotdps-register|GET\/iotdps-get-operationstatus)\/\?(.*)$/;

interface Answer {
  readonly status: number;
  /** Goes behind the request id of the topic. */
  readonly suffix?: string;
  /** JSON text. */
  readonly body: string;
}

/** A connection to the provisioning service. */
export class MqttRegistration {
  readonly #core: HubCore;
  readonly #registrant: Registrant;
  readonly #link: RegistrationLink;
  #qos: 0 | 1 | undefined;
  #messageId = 0;

  constructor(core: HubCore, registrant: Registrant, link: RegistrationLink) {
    this.#core = core;
    this.#registrant = registrant;
    this.#link = link;
  }

  subscribe({ messageId = 0, subscriptions }: ISubscribePacket): void {
    const granted: number[] = [];
    for (const { topic, qos } of subscriptions) {
      if (topic !== answers) {
        this.#link.close("unknownTopic", `${topic} is not offered here; ${answers} is`);
        return;
      }
      this.#qos = qos === 0 ? 0 : 1;
      granted.push(this.#qos);
    }
    this.#link.send({ cmd: "suback", messageId, granted });
  }

  unsubscribe({ messageId = 0, unsubscriptions }: IUnsubscribePacket): void {
    if (unsubscriptions.includes(answers)) this.#qos = undefined;
    this.#link.send({ cmd: "unsuback", messageId, granted: [] });
  }

  publish({ topic, qos, messageId = 0, payload }: IPublishPacket): void {
    const [, request, query = ""] = requestTopic.exec(topic) ?? [];
    const fields = topicFields(query);
    const rid = fields.get("$rid");
    if (qos === 2 || request === undefined || !isRequestId(rid)) {
      this.#link.close("unknownTopic", `${topic} with QoS ${qos} is not offered here`);
      return;
    }
    if (qos === 1) this.#link.send({ cmd: "puback", messageId });
    const { registrar } = this.#core.provisioning;
    this.#answer(rid, () =>
      request.startsWith("PUT")
        ? registrar.register(this.#registrant, payload.toString())
        : registrar.outcome(this.#registrant, fields.get("operationId") ?? ""),
    );
  }

  /** Nothing is sent twice: a client that lost an answer asks again. */
  acknowledged(): void {}

  #answer(rid: string, run: () => RegistrationAnswer): void {
    const { status, suffix = "", body } = this.#outcome(run);
    const qos = this.#qos;
    if (qos === undefined) return;
    this.#messageId = (this.#messageId % 65_535) + 1;
    this.#link.send({
      cmd: "publish",
      topic: `$dps/registrations/res/${status}/?$rid=${rid}${suffix}`,
      payload: body,
      qos,
      dup: false,
      retain: false,
      ...(qos === 0 ? {} : { messageId: this.#messageId }),
    });
  }

  #outcome(run: () => RegistrationAnswer): Answer {
    try {
      const { document, retryAfter } = run();
      const body = JSON.stringify(document);
      return retryAfter === undefined
        ? { status: 200, body }
        : { status: 202, suffix: `&retry-after=${retryAfter}`, body };
    } catch (error) {
      if (!(error instanceof ServiceError)) throw error;
      this.#link.refused(error.reason, error.message);
      const occasion = { trackingId: this.#core.ids.uuid(), now: this.#core.clock.now() };
      return { status: error.status, body: detailErrorBody(error, occasion) };
    }
  }
}
