import { systemClock } from "../client/clock.js";

/** Resolves when the user presses Ctrl-C. */
export function aborted(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve();
  return new Promise((done) => signal.addEventListener("abort", () => done(), { once: true }));
}

/** Resolves after some seconds, or at once when the user presses Ctrl-C. */
export function pause(seconds: number, signal: AbortSignal): Promise<void> {
  return systemClock.sleep(seconds * 1000, signal);
}
