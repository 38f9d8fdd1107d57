import type { HubClock, HubIds } from "./clock.js";

/** How a queue treats what waits in it. */
export interface LockQueueRules {
  /** Milliseconds that a receiver has to settle what it took; then the next one may take it. */
  readonly lockTime: number;
  /** After so many deliveries that came to nothing an item is dead. */
  readonly mostDeliveries: number;
}

/** How an item left its queue. */
export type QueueOutcome = "Success" | "Expired" | "DeliveryCountExceeded" | "Rejected" | "Purged";

/** An item in the hands of one receiver. */
export interface Delivery<T> {
  readonly lockToken: string;
  readonly item: T;
  /** Deliveries before this one that came to nothing. */
  readonly failedDeliveries: number;
}

/** Where the items of a queue outlast the process. */
export interface QueueRecords<T> {
  /** An item that has come, or has failed once more. */
  keep(item: T, failedDeliveries: number): void;
  /** It has left. */
  remove(item: T): void;
}

/** What a receiver needs of a queue. The settling methods answer false when the lock is not held any more. */
export type LockedItems<T> = Pick<
  LockQueue<T>,
  "take" | "complete" | "reject" | "abandon" | "listen"
>;

interface Entry<T> {
  readonly item: T;
  failedDeliveries: number;
  expired: boolean;
  cancelExpiry: () => void;
  lock?: { readonly token: string; readonly cancel: () => void };
}

/**
 * A queue whose items are locked while a receiver works on them: enqueued → locked → completed or dead. What a
 * receiver gives back, or does not settle in time, is offered again in its old place. An item whose time comes while it
 * is locked may still be completed.
 */
export class LockQueue<T> {
  readonly #entries: Entry<T>[] = [];
  readonly #listeners = new Set<() => void>();
  readonly #rules: LockQueueRules;
  readonly #clock: HubClock;
  readonly #ids: HubIds;
  readonly #left: (item: T, outcome: QueueOutcome) => void;
  readonly #records: QueueRecords<T> | undefined;

  /** `left` is told of every item that leaves, except by {@link LockQueue.clear}. */
  constructor(
    rules: LockQueueRules,
    clock: HubClock,
    ids: HubIds,
    left: (item: T, outcome: QueueOutcome) => void,
    records?: QueueRecords<T>,
  ) {
    this.#records = records;
    this.#rules = rules;
    this.#clock = clock;
    this.#ids = ids;
    this.#left = left;
  }

  /** Everything that has not left, locked items too. */
  get size(): number {
    return this.#entries.length;
  }

  add(item: T, expiry: Date): void {
    this.#records?.keep(item, 0);
    this.restore(item, expiry, 0);
  }

  /** An item of before the hub's last start; whoever had it has lost its lock. */
  restore(item: T, expiry: Date, failedDeliveries: number): void {
    const entry: Entry<T> = { item, failedDeliveries, expired: false, cancelExpiry: () => {} };
    this.#entries.push(entry);
    const wait = expiry.getTime() - this.#clock.now().getTime();
    if (wait <= 0) {
      this.#remove(entry, "Expired");
      return;
    }
    entry.cancelExpiry = this.#clock.after(wait, () => {
      entry.expired = true;
      if (!entry.lock) this.#remove(entry, "Expired");
    });
    this.#wake();
  }

  /** Locks the first item that nobody holds. */
  take(): Delivery<T> | undefined {
    const entry = this.#entries.find(({ lock }) => lock === undefined);
    if (!entry) return undefined;
    const token = this.#ids.uuid();
    const cancel = this.#clock.after(this.#rules.lockTime, () => this.abandon(token));
    entry.lock = { token, cancel };
    return { lockToken: token, item: entry.item, failedDeliveries: entry.failedDeliveries };
  }

  /** Answers false, as its neighbours do, when the lock is not held any more. */
  complete(lockToken: string): boolean {
    return this.#settle(lockToken, (entry) => this.#remove(entry, "Success"));
  }

  reject(lockToken: string): boolean {
    return this.#settle(lockToken, (entry) => this.#remove(entry, "Rejected"));
  }

  /** Gives an item back. It counts as a delivery that came to nothing. */
  abandon(lockToken: string): boolean {
    return this.#settle(lockToken, (entry) => {
      entry.failedDeliveries += 1;
      if (entry.expired) this.#remove(entry, "Expired");
      else if (entry.failedDeliveries >= this.#rules.mostDeliveries) {
        this.#remove(entry, "DeliveryCountExceeded");
      } else {
        this.#records?.keep(entry.item, entry.failedDeliveries);
        this.#wake();
      }
    });
  }

  /** Throws out what nobody holds; answers how many items that were. */
  purge(): number {
    const waiting = this.#entries.filter(({ lock }) => lock === undefined);
    for (const entry of waiting) this.#remove(entry, "Purged");
    return waiting.length;
  }

  /** Forgets everything and tells nobody. */
  clear(): void {
    for (const entry of this.#entries.splice(0)) {
      release(entry);
      this.#records?.remove(entry.item);
    }
  }

  /** Told when there may be something to take; the answer stops it. */
  listen(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  #settle(lockToken: string, act: (entry: Entry<T>) => void): boolean {
    const entry = this.#entries.find(({ lock }) => lock?.token === lockToken);
    if (!entry) return false;
    entry.lock?.cancel();
    delete entry.lock;
    act(entry);
    return true;
  }

  #remove(entry: Entry<T>, outcome: QueueOutcome): void {
    release(entry);
    this.#entries.splice(this.#entries.indexOf(entry), 1);
    this.#records?.remove(entry.item);
    this.#left(entry.item, outcome);
  }

  #wake(): void {
    for (const listener of [...this.#listeners]) listener();
  }
}

function release(entry: Entry<unknown>): void {
  entry.cancelExpiry();
  entry.lock?.cancel();
}
