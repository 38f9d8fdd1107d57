import { systemClock } from "../../client/clock.js";

/** Changes that came, and waiting for them. */
export class Changes {
  #last: number | undefined;
  #paths = new Set<string | undefined>();
  #wake: () => void = () => {};

  /** The path of all changes since the last clearing, where it is one. */
  get onlyPath(): string | undefined {
    return this.#paths.size === 1 ? [...this.#paths][0] : undefined;
  }

  add(path?: string): void {
    this.#last = systemClock.now();
    this.#paths.add(path);
    this.#wake();
  }

  /** From here on, only another change counts as one. */
  acknowledge(): void {
    this.#last = undefined;
  }

  /** Forgets what has changed. */
  clear(): void {
    this.#last = undefined;
    this.#paths.clear();
  }

  /** Whether a change comes within so many milliseconds. */
  async within(milliseconds: number): Promise<boolean> {
    if (this.#last === undefined) await this.#next(milliseconds);
    return this.#last !== undefined;
  }

  /** Waits for a change, and then until none has come for a while, at most for as long as patience lasts. */
  async settled(pause: number, most: number): Promise<void> {
    if (this.#last === undefined) await this.#next();
    const first = systemClock.now();
    for (;;) {
      const now = systemClock.now();
      const rest = Math.min((this.#last ?? now) + pause, first + most) - now;
      if (rest <= 0) return;
      await this.#next(rest);
    }
  }

  #next(milliseconds?: number): Promise<void> {
    const woken = new AbortController();
    return new Promise((resolve) => {
      this.#wake = () => {
        woken.abort();
        resolve();
      };
      if (milliseconds !== undefined) {
        void systemClock.sleep(milliseconds, woken.signal).then(resolve);
      }
    });
  }
}
