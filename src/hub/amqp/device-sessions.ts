import type { Receiver, Sender } from "rhea";
import { ServiceError } from "../service-error.js";
import { clientId, type Target } from "../target.js";
import type { AddressKind, AddressOf } from "./addresses.js";
import { DeviceSession } from "./device-session.js";
import type { AmqpPeer, Attachment, LinkEnd, LinkServer } from "./link.js";
import { traceTransfer } from "./transfer-trace.js";

/** The kinds of address that belong to a device or module. */
type DeviceAddressKind = {
  [Kind in AddressKind]: AddressOf<Kind> extends { readonly target: Target } ? Kind : never;
}[AddressKind];

type Link = Sender | Receiver;

/** An attachment of any of these kinds. */
interface DeviceAttachment {
  readonly peer: AmqpPeer;
  readonly address: { readonly target: Target };
}

interface Entry {
  readonly session: DeviceSession;
  readonly links: Set<Link>;
  cancelExpiry: () => void;
}

/**
 * Who is connected over AMQP. A device's session begins with its first link on a connection and ends with the last; one
 * connection may carry several devices.
 */
export class DeviceSessions {
  readonly #entries = new WeakMap<AmqpPeer, Map<string, Entry>>();

  /** The session that a link of the device on this connection belongs to. */
  of({ peer, address: { target } }: DeviceAttachment): DeviceSession {
    return this.#open(peer, target).session;
  }

  /** A server whose links make the device count as connected. */
  keep<Kind extends DeviceAddressKind>(server: LinkServer<Kind>): LinkServer<Kind> {
    const { send, receive } = server;
    return {
      ...(send && {
        send: (sender: Sender, attachment: Attachment<Kind>) =>
          this.#join(sender, attachment, () => send.call(server, sender, attachment)),
      }),
      ...(receive && {
        receive: (receiver: Receiver, attachment: Attachment<Kind>) =>
          this.#join(receiver, attachment, () => {
            const { trace } = attachment.peer;
            receiver.on("message", ({ message }) => {
              if (message) traceTransfer(trace, receiver, message);
            });
            return receive.call(server, receiver, attachment);
          }),
      }),
    };
  }

  #join(
    link: Link,
    { peer, address: { target } }: DeviceAttachment,
    serve: () => LinkEnd | undefined,
  ): LinkEnd {
    const entry = this.#open(peer, target);
    entry.links.add(link);
    const leave = (): void => {
      entry.links.delete(link);
      if (entry.links.size === 0) this.#close(peer, entry);
    };
    try {
      const end = serve();
      return () => {
        end?.();
        leave();
      };
    } catch (error) {
      leave();
      throw error;
    }
  }

  #open(peer: AmqpPeer, target: Target): Entry {
    const ofPeer = this.#entries.get(peer) ?? new Map<string, Entry>();
    this.#entries.set(peer, ofPeer);
    const present = ofPeer.get(clientId(target));
    if (present) return present;
    peer.core.throttles?.admit("connect");
    const session = new DeviceSession(target, (reason, rule) =>
      this.#cut(peer, entry, reason, rule),
    );
    const entry: Entry = { session, links: new Set(), cancelExpiry: () => {} };
    ofPeer.set(clientId(target), entry);
    peer.core.openSession(session, undefined);
    this.#watchExpiry(peer, entry);
    return entry;
  }

  /** Ends a session from the hub's side; the connection too, unless it serves other devices. */
  #cut(peer: AmqpPeer, entry: Entry, reason: string, rule?: string): void {
    this.#close(peer, entry);
    if ((this.#entries.get(peer)?.size ?? 0) === 0) {
      peer.end("amqp:connection:forced", reason, rule);
      return;
    }
    peer.refused(
      { rule: rule ?? "amqp:link:stolen", detail: reason },
      "links",
      entry.session.target,
    );
    for (const link of entry.links) {
      link.close({ condition: "amqp:link:stolen", description: reason });
    }
  }

  #close(peer: AmqpPeer, entry: Entry): void {
    const ofPeer = this.#entries.get(peer);
    const id = clientId(entry.session.target);
    if (ofPeer?.get(id) !== entry) return;
    ofPeer.delete(id);
    entry.cancelExpiry();
    peer.core.closeSession(entry.session);
  }

  /** A session lasts as long as its proof; the client may have shown a newer one in the meantime. */
  #watchExpiry(peer: AmqpPeer, entry: Entry): void {
    const { clock } = peer.core;
    const { until } = peer.grantFor(entry.session.target);
    entry.cancelExpiry = clock.after(until - clock.now().getTime(), () => {
      try {
        this.#watchExpiry(peer, entry);
      } catch (error) {
        if (!(error instanceof ServiceError)) throw error;
        this.#cut(peer, entry, "the token of the connection has expired");
      }
    });
  }
}
