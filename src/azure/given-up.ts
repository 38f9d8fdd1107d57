import {
  type CallOptions,
  defaultTimeoutSeconds,
  requireCallOptions,
  secondsInWords,
} from "../client/call-options.js";
import { type Clock, longestSleep } from "../client/clock.js";

/** Why a call is no longer waited for. */
export type GivenUp = "aborted" | "expired";

/** Runs something once after so many milliseconds, unless the answer is called first. */
export type Later = (milliseconds: number, act: () => void) => () => void;

/** The machine's own timers. */
export const systemLater: Later = (milliseconds, act) => {
  const timer = setTimeout(act, Math.min(milliseconds, longestSleep));
  return () => clearTimeout(timer);
};

/** The time a call has, and its caller's wish to go on. One for all tries of the call. */
export interface Patience {
  /** As messages say it. */
  readonly seconds: number;
  /** Milliseconds left; may be negative. */
  left(): number;
  /** Why to stop now, if there is a reason. */
  reason(): GivenUp | undefined;
  /** The outcome of the promise, or `onGiveUp`'s error as soon as there is a reason: the promise goes on alone. */
  race<T>(promise: Promise<T>, onGiveUp: (reason: GivenUp) => Error): Promise<T>;
  /** Resolves after a pause, or at once when the caller aborts. */
  pause(milliseconds: number): Promise<void>;
}

/** Throws `PNP_USAGE` for a time-out that is no positive number. */
export function patienceOf(
  options: CallOptions,
  clock: Clock,
  later: Later = systemLater,
): Patience {
  requireCallOptions(options);
  const { signal, timeoutSeconds = defaultTimeoutSeconds } = options;
  const deadline = clock.now() + timeoutSeconds * 1000;
  const left = (): number => deadline - clock.now();
  return {
    seconds: secondsInWords(timeoutSeconds),
    left,
    reason: () => (signal?.aborted ? "aborted" : left() <= 0 ? "expired" : undefined),
    pause: (milliseconds) => clock.sleep(Math.min(milliseconds, longestSleep), signal),
    // Every call goes through here: one timer, and nothing that costs more than the call itself would notice.
    race: (promise, onGiveUp) =>
      new Promise((resolve, reject) => {
        // An abort that came before tells nobody any more.
        if (signal?.aborted) {
          promise.catch(() => undefined);
          reject(onGiveUp("aborted"));
          return;
        }
        const abort = (): void => settle(() => reject(onGiveUp("aborted")));
        const cancel = later(left(), () => settle(() => reject(onGiveUp("expired"))));
        const settle = (end: () => void): void => {
          cancel();
          signal?.removeEventListener("abort", abort);
          end();
        };
        signal?.addEventListener("abort", abort);
        promise.then(
          (value) => settle(() => resolve(value)),
          (error) => settle(() => reject(error)),
        );
      }),
  };
}
