import type { Sender } from "rhea";

/** What rhea keeps for each link and leaves out of its types. */
interface LinkState {
  /** What the client is ready to take now. */
  readonly credit: number;
  /** What has left, and credit that the client has taken back. */
  readonly delivery_count: number;
  readonly state: {
    /** Above 0 until the hub's own attach is written. */
    readonly open_requests: number;
  };
}

/** A connection, which rhea's types do not let anybody wake up. */
interface Wakeable {
  _register(): void;
}

/**
 * How much a client still lets the hub send on one link. rhea counts credit down only when a message really leaves, and
 * one message without credit stops all links of its session, so what has been handed over is counted here. Nor does it
 * wait with messages until it has written the attach that they belong to: here they wait.
 */
export class SendCredit {
  readonly #sender: Sender;
  #handedOver = 0;
  #waits = false;

  constructor(sender: Sender) {
    this.#sender = sender;
  }

  /** Uses up credit for one message, and answers false when there is none. */
  take(): boolean {
    // A link that is being closed keeps its credit for a while.
    if (!this.#sender.is_open() || !this.#sender.sendable()) return false;
    const { credit, delivery_count } = this.#link;
    if (!this.#isAttached) {
      if (!this.#waits) setImmediate(() => this.#tryAgain());
      this.#waits = true;
      return false;
    }
    // Credit that a client drained counts as if it had been used.
    this.#handedOver = Math.max(this.#handedOver, delivery_count);
    if (this.#handedOver - delivery_count >= credit) return false;
    this.#handedOver += 1;
    return true;
  }

  /** Gives back what was taken for a message that was not sent. */
  giveBack(): void {
    this.#handedOver -= 1;
  }

  /** The client wants its credit back: what is left of it counts as used, from now on. */
  drain(): void {
    if (this.#waits) {
      setImmediate(() => this.drain());
      return;
    }
    const { credit, delivery_count } = this.#link;
    this.#handedOver = delivery_count + credit;
    this.#sender.set_drained(true);
    // rhea says so with the next thing that it has to process; put off, there may be none.
    (this.#sender.connection as unknown as Wakeable)._register();
  }

  get #link(): LinkState {
    return this.#sender as unknown as LinkState;
  }

  get #isAttached(): boolean {
    return this.#link.state.open_requests === 0;
  }

  #tryAgain(): void {
    this.#waits = false;
    if (this.#isAttached) this.#sender.emit("sendable");
  }
}
