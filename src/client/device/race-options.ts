import { PnpError } from "../../errors.js";
import type { CallOptions } from "../call-options.js";
import { longestSleep, systemClock } from "../clock.js";

/** The outcome, unless the caller gives up first: `PNP_ABORTED` or `PNP_TIMEOUT`. What is under way goes on. */
export async function raceOptions<T>(
  outcome: Promise<T>,
  action: string,
  { signal, timeoutSeconds }: CallOptions = {},
): Promise<T> {
  if (signal === undefined && timeoutSeconds === undefined) return outcome;
  const settled = new AbortController();
  const stop = signal === undefined ? settled.signal : AbortSignal.any([signal, settled.signal]);
  const milliseconds = timeoutSeconds === undefined ? longestSleep : timeoutSeconds * 1000;
  const gaveUp = systemClock.sleep(milliseconds, stop).then((): never | Promise<T> => {
    if (settled.signal.aborted) return outcome;
    if (signal?.aborted) throw new PnpError("PNP_ABORTED", `Gave up to ${action}.`);
    throw new PnpError("PNP_TIMEOUT", `Could not ${action} within ${timeoutSeconds} seconds.`);
  });
  gaveUp.catch(() => undefined);
  // Whichever comes second is nobody's business any more.
  outcome.catch(() => undefined);
  try {
    return await Promise.race([outcome, gaveUp]);
  } finally {
    settled.abort();
  }
}
