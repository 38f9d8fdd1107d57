import type { JsonRecord } from "../convention/record.js";
import { type HubClock, identityTimestamp, never } from "./clock.js";
import { clientId, type Target } from "./target.js";

/** A direct method on its way to a client. */
export interface MethodDelivery {
  readonly requestId: string;
  readonly name: string;
  /** JSON text. */
  readonly payload: string;
}

/** One live connection of a device or module, whatever protocol it speaks. */
export interface Session {
  readonly target: Target;
  /** Whether it has asked for direct methods. */
  readonly takesMethods: boolean;
  deliverMethod(delivery: MethodDelivery): void;
  /** Does nothing when the client has not asked for desired changes. */
  deliverDesired(patch: JsonRecord): void;
  /** Ends the connection from the hub's side. */
  end(reason: string): void;
}

/** What identities and twins tell about a client's connection. */
export interface Presence {
  readonly connected: boolean;
  /** When the connection last came or went. */
  readonly changed: string;
  /** When the client was last heard. */
  readonly lastActivity: string;
}

const absent: Presence = { connected: false, changed: never, lastActivity: never };

/** Who is connected: at most one session for a client id. */
export class Sessions {
  readonly #live = new Map<string, Session>();
  readonly #presence = new Map<string, Presence>();
  readonly #clock: HubClock;

  constructor(clock: HubClock) {
    this.#clock = clock;
  }

  /** The new session wins: a client reconnects before the hub knows that its old socket is dead. */
  open(session: Session): void {
    const id = clientId(session.target);
    const older = this.#live.get(id);
    this.#live.set(id, session);
    const now = identityTimestamp(this.#clock.now());
    this.#presence.set(id, { connected: true, changed: now, lastActivity: now });
    older?.end("another connection with the same client id took over");
  }

  /** Answers false when the session had been taken over, so nothing has changed. */
  close(session: Session): boolean {
    const id = clientId(session.target);
    if (this.#live.get(id) !== session) return false;
    this.#live.delete(id);
    const now = identityTimestamp(this.#clock.now());
    this.#presence.set(id, { connected: false, changed: now, lastActivity: now });
    return true;
  }

  find(target: Target): Session | undefined {
    return this.#live.get(clientId(target));
  }

  presence(target: Target): Presence {
    return this.#presence.get(clientId(target)) ?? absent;
  }

  /** Notes that the client was heard. */
  touch(target: Target): void {
    const before = this.presence(target);
    this.#presence.set(clientId(target), {
      ...before,
      lastActivity: identityTimestamp(this.#clock.now()),
    });
  }

  /** Ends the session of a client that may no longer be connected, and forgets the past of a removed one. */
  evict(target: Target, reason: string, removed: boolean): void {
    this.find(target)?.end(reason);
    if (removed) this.#presence.delete(clientId(target));
  }

  /** Devices, modules not counted. */
  get connectedDevices(): number {
    return [...this.#live.values()].filter(({ target }) => target.moduleId === undefined).length;
  }

  endAll(reason: string): void {
    for (const session of [...this.#live.values()]) session.end(reason);
  }
}
