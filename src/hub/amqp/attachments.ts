import type { Receiver, Sender, Session } from "rhea";
import { ServiceError } from "../service-error.js";
import type { Link } from "./accepted-connection.js";
import { type AddressKind, type AmqpAddress, parseAddress } from "./addresses.js";
import { type AmqpProblem, amqpProblem } from "./conditions.js";
import { echoAttach, forgetDeliveries } from "./frames.js";
import type { AmqpPeer, LinkEnd, LinkServer, LinkServers } from "./link.js";

const mostLinks = 1000;

/** The links of one connection: who may attach where, who serves it, and its end. */
export class Attachments {
  readonly #peer: AmqpPeer;
  readonly #servers: LinkServers;
  readonly #check: (address: AmqpAddress) => void;
  readonly #links = new Map<Link, { readonly address: AmqpAddress; readonly end: LinkEnd }>();

  /** `check` throws a `ServiceError` unless the client may use an address now. */
  constructor(peer: AmqpPeer, servers: LinkServers, check: (address: AmqpAddress) => void) {
    this.#peer = peer;
    this.#servers = servers;
    this.#check = check;
  }

  get sessions(): ReadonlySet<Session> {
    return new Set([...this.#links.keys()].map(({ session }) => session));
  }

  attach(link: Link): void {
    echoAttach(link);
    const text = (link.is_sender() ? link.source : link.target)?.address;
    const address = typeof text === "string" ? parseAddress(text) : undefined;
    if (!address) {
      const description = this.#noAddress(link, text);
      this.#refuse(link, { condition: "amqp:not-found", description }, text);
      return;
    }
    const problem = this.#problem(link, address);
    if (problem) {
      this.#refuse(link, problem, text);
      return;
    }
    this.#attempt(link, text, () => {
      this.#check(address);
      const direction = link.is_sender() ? "out" : "in";
      this.#peer.trace({ kind: "amqp", event: "attach", address: String(text), direction });
      this.#links.set(link, { address, end: this.#serve(link, address) ?? (() => {}) });
    });
  }

  #noAddress(link: Link, text: unknown): string {
    const { hubName } = this.#peer.core;
    const isOfEvents = typeof text === "string" && text.split("/", 1)[0] === hubName;
    return isOfEvents && !link.is_sender()
      ? "Events can be read here, not sent: they come from devices"
      : `The hub has no address ${JSON.stringify(text ?? null)}`;
  }

  detached(link: Link): void {
    const known = this.#links.get(link);
    if (!known) return;
    this.#links.delete(link);
    known.end();
    forgetDeliveries(link);
  }

  /** Ends the links of a session, or all. */
  detachedAll(session?: Session): void {
    for (const link of [...this.#links.keys()]) {
      if (session === undefined || link.session === session) this.detached(link);
    }
  }

  /** Detaches the links whose address the client may no longer use. */
  recheck(): void {
    for (const [link, { address }] of this.#links) {
      const text = (link.is_sender() ? link.source : link.target)?.address;
      this.#attempt(link, text, () => this.#check(address));
    }
  }

  #attempt(link: Link, text: unknown, run: () => void): void {
    try {
      run();
    } catch (error) {
      if (!(error instanceof ServiceError)) throw error;
      this.#refuse(link, amqpProblem(error), text, error.reason);
    }
  }

  #problem(link: Link, { kind }: AmqpAddress): AmqpProblem | undefined {
    if (this.#links.size >= mostLinks) {
      const description = `a connection has at most ${mostLinks} links`;
      return { condition: "amqp:resource-limit-exceeded", description };
    }
    const server = this.#server(kind);
    if (link.is_sender() ? server?.send : server?.receive) return undefined;
    const way = link.is_sender() ? "receive from" : "send to";
    return {
      condition: server ? "amqp:not-allowed" : "amqp:not-implemented",
      description: `a client cannot ${way} this address here`,
    };
  }

  #serve(link: Link, address: AmqpAddress): LinkEnd | undefined {
    const server = this.#server(address.kind);
    const attachment = { address, peer: this.#peer };
    return link.is_sender()
      ? server?.send?.(link as Sender, attachment)
      : server?.receive?.(link as Receiver, attachment);
  }

  #server(kind: AddressKind): LinkServer | undefined {
    // Each server is registered under the kind it takes, so the address it is given is of that kind.
    return this.#servers[kind] as LinkServer | undefined;
  }

  #refuse(link: Link, problem: AmqpProblem, text: unknown, rule: string = problem.condition): void {
    this.#peer.refused({ rule, detail: problem.description }, `attach ${String(text)}`);
    link.close({ ...problem });
  }
}
