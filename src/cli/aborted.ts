import { longestSleep } from "../client/clock.js";

/** Resolves when the user presses Ctrl-C. */
export function aborted(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve();
  return new Promise((done) => signal.addEventListener("abort", () => done(), { once: true }));
}

/** Resolves after some seconds, or at once when the user presses Ctrl-C. */
export function pause(seconds: number, signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve();
  return new Promise((done) => {
    const finish = (): void => {
      clearTimeout(timer);
      signal.removeEventListener("abort", finish);
      done();
    };
    const timer = setTimeout(finish, Math.min(seconds * 1000, longestSleep));
    signal.addEventListener("abort", finish, { once: true });
  });
}
