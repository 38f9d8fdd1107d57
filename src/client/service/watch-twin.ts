import { isPnpError, PnpError } from "../../errors.js";
import { type CallOptions, requireCallOptions, secondsInWords } from "../call-options.js";
import { type Clock, systemClock } from "../clock.js";
import type { ServiceTarget, Twin } from "../transport.js";

/** How long to wait for the twin to show something. */
export interface WaitOptions extends CallOptions {
  /** Seconds to wait, default 30. */
  readonly timeoutSeconds?: number;
  /** Gives up waiting; what was set stays set. */
  readonly signal?: AbortSignal;
  readonly clock?: Clock;
}

/** Milliseconds between two reads. */
const firstPause = 100;
const longestPause = { polling: 2000, notified: 10_000 };

/** What a look at a twin found: the thing waited for, or nothing yet. */
export type Look<T> = (twin: Twin) => { readonly found: T } | undefined;

/** The words of the errors of a wait. */
export interface WaitWords {
  /** Begins `Waiting for … was given up.` */
  readonly subject: string;
  /** The error when time is over. */
  timedOut(seconds: number): PnpError;
}

/**
 * Reads the twin until `look` finds what is waited for. Where the transport tells of changes it reads again when one
 * is told, and seldom besides, since notifications can be late or not be routed; elsewhere at intervals that grow
 * from 0.1 to 2 seconds. Throws `PNP_TIMEOUT` in the caller's words, and `PNP_ABORTED`.
 */
export async function waitForTwin<T>(
  target: ServiceTarget,
  look: Look<T>,
  words: WaitWords,
  options: WaitOptions = {},
): Promise<T> {
  const { timeoutSeconds = 30, signal, clock = systemClock } = options;
  requireCallOptions(options);
  const { transport } = target;
  const deadline = clock.now() + timeoutSeconds * 1000;
  const left = (): number => deadline - clock.now();
  const longest = transport.waitForChange ? longestPause.notified : longestPause.polling;
  for (let pause = firstPause; ; pause = Math.min(pause * 1.5, longest)) {
    if (signal?.aborted) throw givenUp(words.subject, signal);
    const round = new AbortController();
    const end = (): void => round.abort();
    signal?.addEventListener("abort", end);
    try {
      // Listening begins before the read, so that no change falls between the two.
      const change = transport.waitForChange?.(target, round.signal);
      const seen = look(await read(target, left(), options, words, timeoutSeconds));
      if (seen !== undefined) return seen.found;
      if (left() <= 0) throw words.timedOut(secondsInWords(timeoutSeconds));
      change?.then(end);
      await clock.sleep(Math.min(pause, left()), round.signal);
    } finally {
      signal?.removeEventListener("abort", end);
      end();
    }
  }
}

async function read(
  target: ServiceTarget,
  left: number,
  { signal }: WaitOptions,
  words: WaitWords,
  timeoutSeconds: number,
): Promise<Twin> {
  try {
    return await target.transport.readTwin(target, {
      ...(signal === undefined ? {} : { signal }),
      // The last look comes when time is over; it, too, needs a moment.
      timeoutSeconds: Math.max(left / 1000, 1),
    });
  } catch (error) {
    if (isPnpError(error, "PNP_TIMEOUT")) throw words.timedOut(secondsInWords(timeoutSeconds));
    if (isPnpError(error, "PNP_ABORTED") && signal) throw givenUp(words.subject, signal);
    throw error;
  }
}

function givenUp(subject: string, signal: AbortSignal): PnpError {
  return new PnpError("PNP_ABORTED", `Waiting for ${subject} was given up.`, {
    hint: "What was set stays set.",
    cause: signal.reason,
  });
}
