import { requireCallOptions } from "../call-options.js";
import { type Clock, longestSleep, systemClock } from "../clock.js";
import type { FleetOptions } from "./fleet-types.js";

/** Tells when to stop. */
export interface Stopper {
  readonly signal: AbortSignal;
  end(): void;
}

/** One signal for the caller's wish and the caller's deadline. Throws `PNP_USAGE` for a time-out that is none. */
export function stopper(options: FleetOptions): Stopper {
  requireCallOptions(options);
  const { signal, timeoutSeconds, clock = systemClock } = options;
  const stop = new AbortController();
  const ended = new AbortController();
  const pass = (): void => stop.abort(signal?.reason);
  if (signal?.aborted) pass();
  signal?.addEventListener("abort", pass);
  if (timeoutSeconds !== undefined) void expire(clock, timeoutSeconds, stop, ended.signal);
  return {
    signal: stop.signal,
    end() {
      signal?.removeEventListener("abort", pass);
      ended.abort();
    },
  };
}

async function expire(
  clock: Clock,
  seconds: number,
  stop: AbortController,
  ended: AbortSignal,
): Promise<void> {
  await clock.sleep(Math.min(seconds * 1000, longestSleep), ended);
  if (!ended.aborted) stop.abort();
}
