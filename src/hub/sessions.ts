import type { JsonRecord } from "../convention/record.js";
import { type HubClock, identityTimestamp, never } from "./clock.js";
import { MemoryStore } from "./store/memory-store.js";
import type { RecordForm, Store } from "./store/store.js";
import { clientId, type Target } from "./target.js";
import type { HubProtocol } from "./trace.js";

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
  /** How the client talks, where that is known. */
  readonly protocol?: HubProtocol;
  /** Ends the connection from the hub's side; `rule` is the name of what asks for it. */
  end(reason: string, rule?: string): void;
}

/** What identities and twins tell about a client's connection. */
export interface Presence {
  readonly connected: boolean;
  /** When the connection last came or went. */
  readonly changed: string;
  /** When the client was last heard. */
  readonly lastActivity: string;
}

/** A presence as it is kept: what changes with every message is written down when somebody asks. */
interface KeptPresence {
  readonly connected: boolean;
  readonly changed: Date | undefined;
  lastActivity: Date;
}

/** Nobody is connected to a hub that has just started. */
const presenceRecords: RecordForm<KeptPresence> = {
  write: (presence) => presence,
  read(json) {
    const { changed, lastActivity } = json as KeptPresence;
    return {
      connected: false,
      changed: changed && new Date(changed),
      lastActivity: new Date(lastActivity),
    };
  },
};

const absent: Presence = { connected: false, changed: never, lastActivity: never };

/** Who is connected: at most one session for a client id. */
export class Sessions {
  readonly #live = new Map<string, Session>();
  readonly #presence: Map<string, KeptPresence>;
  readonly #clock: HubClock;

  constructor(clock: HubClock, store: Store = new MemoryStore()) {
    this.#clock = clock;
    this.#presence = store.map("presence", presenceRecords);
  }

  /** The new session wins: a client reconnects before the hub knows that its old socket is dead. */
  open(session: Session): void {
    const id = clientId(session.target);
    const older = this.#live.get(id);
    this.#live.set(id, session);
    const now = this.#clock.now();
    this.#presence.set(id, { connected: true, changed: now, lastActivity: now });
    older?.end(
      "another connection with the same client id took over",
      "ConnectionForcefullyClosedOnNewConnection",
    );
  }

  /** Answers false when the session had been taken over, so nothing has changed. */
  close(session: Session): boolean {
    const id = clientId(session.target);
    if (this.#live.get(id) !== session) return false;
    this.#live.delete(id);
    const now = this.#clock.now();
    this.#presence.set(id, { connected: false, changed: now, lastActivity: now });
    return true;
  }

  find(target: Target): Session | undefined {
    return this.#live.get(clientId(target));
  }

  presence(target: Target): Presence {
    const kept = this.#presence.get(clientId(target));
    if (!kept) return absent;
    const { connected, changed, lastActivity } = kept;
    return {
      connected,
      changed: changed ? identityTimestamp(changed) : never,
      lastActivity: identityTimestamp(lastActivity),
    };
  }

  /** Notes that the client was heard. `time` is when; default: now. */
  touch(target: Target, time: Date = this.#clock.now()): void {
    const id = clientId(target);
    const kept = this.#presence.get(id);
    if (kept) kept.lastActivity = time;
    else this.#presence.set(id, { connected: false, changed: undefined, lastActivity: time });
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
