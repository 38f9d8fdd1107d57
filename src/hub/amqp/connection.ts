import type { X509Certificate } from "node:crypto";
import type { Duplex } from "node:stream";
import type { Connection } from "rhea";
import type { DeviceGrant } from "../access.js";
import { bareHost } from "../bare-host.js";
import type { HubCore } from "../hub-core.js";
import type { Registrant } from "../provisioning/attestation.js";
import { ServiceError } from "../service-error.js";
import { shownBy } from "../shown-by.js";
import { clientId, type Target } from "../target.js";
import type { HubTrace } from "../trace.js";
import { acceptConnection } from "./accepted-connection.js";
import { Attachments } from "./attachments.js";
import { createCbs } from "./cbs.js";
import { Claims } from "./claims.js";
import type { AmqpCondition } from "./conditions.js";
import type { AmqpPeer, LinkServers, Refusal } from "./link.js";
import { isRegistrantName } from "./registration.js";

/** What is known about a connection besides its bytes. */
export interface AmqpConnectionInfo {
  /** The client's, from TLS. */
  readonly certificate?: X509Certificate | undefined;
  /** The hub's port the client has reached. */
  readonly localPort?: number | undefined;
}

const closeWithin = 2000;
/** What ends as a whole with a token is to be ended first: links that go one by one confuse a client. */
const recheckAfter = 20;
const mostSessions = 256;

/** One AMQP connection, from the first bytes to the closing of the socket: who the client is, and for how long. */
export class AmqpConnection implements AmqpPeer {
  readonly core: HubCore;
  readonly trace: HubTrace;
  readonly localPort: number | undefined;
  readonly #stream: Duplex;
  readonly #connection: Connection;
  readonly #claims: Claims;
  readonly #certificate: X509Certificate | undefined;
  /** What a device has signed in with that registers by its key; it says for whom it is. */
  #registrationToken = "";
  readonly #attachments: Attachments;
  /** Whose token was shown last. */
  #shownBy: string | undefined;
  #sessions = 0;
  #gone = false;
  #cancelOpening: () => void;
  #cancelExpiry = (): void => {};

  constructor(
    core: HubCore,
    servers: LinkServers,
    trace: HubTrace,
    stream: Duplex,
    info: AmqpConnectionInfo = {},
  ) {
    this.core = core;
    this.trace = trace;
    this.localPort = info.localPort;
    this.#stream = stream;
    this.#certificate = info.certificate;
    this.#claims = new Claims(core.access, core.hubName, info.certificate);
    const cbs = createCbs((name, token) => this.#present(name, token));
    this.#attachments = new Attachments(this, { ...servers, cbs }, (address) =>
      this.#claims.check(address),
    );
    this.#cancelOpening = core.clock.after(core.patience, () => stream.destroy());
    this.#connection = acceptConnection(stream, `twinplug-${core.hubName}`, {
      signIn: (userName, password) => this.#signIn(userName, password),
      opened: () => this.#cancelOpening(),
      sessionOpened: () => this.#sessionOpened(),
      sessionClosed: (session) => {
        this.#sessions -= 1;
        this.#attachments.detachedAll(session);
      },
      attached: (link) => {
        if (!this.#gone) this.#attachments.attach(link);
      },
      detached: (link) => this.#attachments.detached(link),
      broken: (rule, detail) => this.refused({ rule, detail }, "read"),
      gone: () => this.#lost(),
    });
  }

  get hostName(): string {
    return bareHost(this.#connection.hostname ?? "");
  }

  grantFor(target: Target): DeviceGrant {
    return this.#claims.grantFor(target);
  }

  registrant(registrationId: string): Registrant {
    const token = this.#registrationToken;
    return { registrationId, token, certificate: this.#certificate };
  }

  refused(refusal: Refusal, operation: string, target?: Target): void {
    const { rule, detail } =
      refusal instanceof ServiceError ? { rule: refusal.reason, detail: refusal.message } : refusal;
    this.trace({
      kind: "refused",
      protocol: "amqp",
      operation,
      rule,
      detail,
      ...(target && { deviceId: clientId(target) }),
      ...(this.#shownBy !== undefined && { client: this.#shownBy }),
    });
  }

  end(condition: AmqpCondition, reason: string, rule: string = condition): void {
    if (this.#gone) return;
    this.refused({ rule, detail: reason }, "connection");
    this.#cancelExpiry();
    const problem = { condition, description: reason };
    const { sessions } = this.#attachments;
    // Node's SDKs close in turn when their session is ended. When their connection is closed over open links, they
    // wait 45 seconds for the links' ends.
    for (const session of sessions) session.close(problem);
    if (sessions.size === 0) this.#connection.close(problem);
    this.core.clock.after(closeWithin, () => this.#stream.destroy());
  }

  #sessionOpened(): void {
    this.#sessions += 1;
    if (this.#sessions <= mostSessions) return;
    this.end("amqp:resource-limit-exceeded", `a connection has at most ${mostSessions} sessions`);
  }

  #signIn(userName: string, password: string): boolean {
    if (isRegistrantName(userName)) {
      this.#registrationToken = password;
      return true;
    }
    try {
      this.#present("sasl", password);
      return true;
    } catch (error) {
      if (!(error instanceof ServiceError)) throw error;
      return false;
    }
  }

  #present(name: string, token: string): void {
    this.#shownBy = shownBy(token);
    try {
      this.#claims.present(name, token);
      this.#watchExpiry();
    } catch (error) {
      if (error instanceof ServiceError) this.refused(error, `put-token ${name}`);
      throw error;
    }
  }

  /** When a token ends without a newer one in its place, the links that it alone had opened are detached. */
  #watchExpiry(): void {
    this.#cancelExpiry();
    const { nextEnd } = this.#claims;
    if (nextEnd === undefined) return;
    const wait = nextEnd - this.core.clock.now().getTime() + recheckAfter;
    this.#cancelExpiry = this.core.clock.after(wait, () => {
      this.#attachments.recheck();
      this.#watchExpiry();
    });
  }

  #lost(): void {
    if (this.#gone) return;
    this.#gone = true;
    this.#cancelOpening();
    this.#cancelExpiry();
    this.#attachments.detachedAll();
  }
}
