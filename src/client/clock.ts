/** Time, passed in so that tests need not wait. */
export interface Clock {
  /** Milliseconds since any fixed moment. */
  now(): number;
  /** Resolves after so many milliseconds, or as soon as the signal is aborted; never rejects. */
  sleep(milliseconds: number, signal?: AbortSignal): Promise<void>;
}

/** Milliseconds of the longest sleep that timers know; longer ones would end at once. */
export const longestSleep: number = 2 ** 31 - 1;

/** The machine's own time. `now` runs evenly, whatever happens to the date; no sleep is longer than {@link longestSleep}. */
export const systemClock: Clock = {
  now: () => performance.now(),
  sleep: (milliseconds, signal) =>
    new Promise((resolve) => {
      if (signal?.aborted) return resolve();
      const done = (): void => {
        clearTimeout(timer);
        signal?.removeEventListener("abort", done);
        resolve();
      };
      const timer = setTimeout(done, Math.min(milliseconds, longestSleep));
      signal?.addEventListener("abort", done);
    }),
};
