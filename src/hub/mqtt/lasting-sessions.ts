import type { SubscriptionKind } from "./topics.js";

/** What a client has subscribed to, with the quality of service granted. */
export type Subscriptions = Map<SubscriptionKind, 0 | 1>;

/** What a client finds when it connects. */
export interface StoredSession {
  readonly subscriptions: Subscriptions;
  /** Whether it had been there before: CONNACK tells. */
  readonly present: boolean;
}

/**
 * Subscriptions that outlive their connection, for clients that connect without "clean session" (MQTT 3.1.1,
 * section 3.1.2.4). Node's device SDK relies on it: after a reconnect it does not subscribe to the twin again.
 */
export class LastingSessions {
  readonly #kept = new Map<string, Subscriptions>();

  /** `identity` tells a device from its namesake that was deleted before. */
  open(identity: string, clean: boolean): StoredSession {
    const kept = clean ? undefined : this.#kept.get(identity);
    const subscriptions: Subscriptions = kept ?? new Map();
    if (clean) this.#kept.delete(identity);
    else this.#kept.set(identity, subscriptions);
    return { subscriptions, present: kept !== undefined };
  }
}
