import type { X509Certificate } from "node:crypto";
import type { Duplex } from "node:stream";
import type { HubCore } from "../hub-core.js";
import type { HubTrace } from "../trace.js";
import { AmqpConnection } from "./connection.js";
import type { LinkServers } from "./link.js";
import { createEventServers, createLinkServers } from "./servers.js";

/** AMQP around a hub's core. */
export class AmqpEdge {
  readonly #core: HubCore;
  readonly #trace: HubTrace;
  readonly #events: LinkServers;
  readonly #all: LinkServers;

  constructor(core: HubCore, trace: HubTrace) {
    this.#core = core;
    this.#trace = trace;
    this.#events = createEventServers();
    this.#all = createLinkServers(this.#events);
  }

  /** For everybody; `localPort` is the hub's, where it is known. */
  accept(stream: Duplex, certificate: X509Certificate | undefined, localPort?: number): void {
    const info = { certificate, localPort };
    new AmqpConnection(this.#core, this.#all, this.#trace, stream, info);
  }

  /** For readers of events only. */
  acceptReader(stream: Duplex): void {
    new AmqpConnection(this.#core, this.#events, this.#trace, stream);
  }
}
