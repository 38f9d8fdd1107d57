import type { HubClock } from "../clock.js";
import type { Operation } from "./operations.js";
import type { Throttles } from "./throttles.js";

/** The work of one peer, put off where its tier is slow: each operation in the order it came. */
export class ThrottledWork {
  readonly #throttles: Throttles;
  readonly #clock: HubClock;
  readonly #waiting = new Map<Operation, (() => void)[]>();

  constructor(throttles: Throttles, clock: HubClock) {
    this.#throttles = throttles;
    this.#clock = clock;
  }

  /** Runs the work now or when its time comes. Throws the refusal when it will not be run. */
  run(operation: Operation, bytes: number, work: () => void): void {
    const wait = this.#throttles.delay(operation, bytes);
    const waiting = this.#waiting.get(operation) ?? [];
    if (wait === 0 && waiting.length === 0) {
      work();
      return;
    }
    this.#waiting.set(operation, waiting);
    waiting.push(work);
    // Whichever timer comes first, what came first is done first.
    this.#clock.after(wait, () => waiting.shift()?.());
  }

  /** The peer is gone: what waits is not done. */
  end(): void {
    for (const waiting of this.#waiting.values()) waiting.length = 0;
  }
}
