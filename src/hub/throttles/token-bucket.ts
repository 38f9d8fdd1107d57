import type { HubClock } from "../clock.js";

/**
 * Tokens that come at a steady rate, up to a full bucket. They can be taken ahead of their time: then the taker has to
 * wait, and everybody after it longer.
 */
export class TokenBucket {
  readonly #clock: HubClock;
  readonly #capacity: number;
  /** Tokens a millisecond. */
  readonly #rate: number;
  #tokens: number;
  #counted: number;

  /** Full at first: `capacity` tokens, and as many again every `seconds`. */
  constructor(clock: HubClock, capacity: number, seconds: number) {
    this.#clock = clock;
    this.#capacity = capacity;
    this.#rate = capacity / (seconds * 1000);
    this.#tokens = capacity;
    this.#counted = clock.now().getTime();
  }

  /** Takes tokens; answers the milliseconds until they are there, or nothing, untaken, when that is more than `patience`. */
  take(count: number, patience: number): number | undefined {
    const now = this.#clock.now().getTime();
    const come = Math.max(now - this.#counted, 0) * this.#rate;
    this.#tokens = Math.min(this.#tokens + come, this.#capacity);
    this.#counted = now;
    const left = this.#tokens - count;
    const wait = left >= 0 ? 0 : Math.ceil(-left / this.#rate);
    if (wait > patience) return undefined;
    this.#tokens = left;
    return wait;
  }
}
