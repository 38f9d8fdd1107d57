import { Queue } from "./events/queue.js";

/** Milliseconds. */
const longest = 2;

/**
 * Bounds what one turn of the event loop does for many connections that speak at once: the rest waits for the next turns,
 * and timers and other clients come in between.
 */
export class Turn {
  readonly #waiting = new Queue<() => void>();
  #until: number | undefined;

  /** Whether there is time left in this turn. */
  goesOn(): boolean {
    const now = performance.now();
    if (this.#until === undefined) {
      this.#until = now + longest;
      setImmediate(() => {
        this.#until = undefined;
      });
    }
    return now < this.#until;
  }

  /** Does the work in one of the next turns, in the order of the calls. */
  later(work: () => void): void {
    this.#waiting.push(work);
    if (this.#waiting.length === 1) setImmediate(() => this.#work());
  }

  #work(): void {
    while (this.#waiting.length > 0 && this.goesOn()) this.#waiting.shift()?.();
    if (this.#waiting.length > 0) setImmediate(() => this.#work());
  }
}
