import type { RecordForm, Store } from "../store/store.js";
import type { SubscriptionKind } from "./topics.js";

/** What a client has subscribed to, with the quality of service granted. */
export class Subscriptions extends Map<SubscriptionKind, 0 | 1> {
  /** Told after every change. */
  changed: () => void = () => {};

  override set(kind: SubscriptionKind, qos: 0 | 1): this {
    super.set(kind, qos);
    this.changed();
    return this;
  }

  override delete(kind: SubscriptionKind): boolean {
    const found = super.delete(kind);
    this.changed();
    return found;
  }
}

const subscriptionRecords: RecordForm<Subscriptions> = {
  write: (subscriptions) => [...subscriptions],
  read(json) {
    const subscriptions = new Subscriptions();
    for (const [kind, qos] of json as [SubscriptionKind, 0 | 1][]) subscriptions.set(kind, qos);
    return subscriptions;
  },
};

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
  readonly #kept: Map<string, Subscriptions>;

  constructor(store: Store) {
    this.#kept = store.map("mqtt sessions", subscriptionRecords);
    for (const [identity, subscriptions] of this.#kept) this.#follow(identity, subscriptions);
  }

  /** `identity` tells a device from its namesake that was deleted before. */
  open(identity: string, clean: boolean): StoredSession {
    const kept = clean ? undefined : this.#kept.get(identity);
    const subscriptions = kept ?? new Subscriptions();
    if (clean) this.#kept.delete(identity);
    else if (!kept) {
      this.#kept.set(identity, subscriptions);
      this.#follow(identity, subscriptions);
    }
    return { subscriptions, present: kept !== undefined };
  }

  #follow(identity: string, subscriptions: Subscriptions): void {
    subscriptions.changed = () => {
      // A client may since have connected with "clean session".
      if (this.#kept.get(identity) === subscriptions) this.#kept.set(identity, subscriptions);
    };
  }
}
