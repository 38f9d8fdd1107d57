import { PnpError } from "../errors.js";
import type { Clock } from "./clock.js";
import { requireFunction, requireObject } from "./require-argument.js";

/** What every call that reaches a hub takes. */
export interface CallOptions {
  /** Gives the call up with `PNP_ABORTED`. What is under way is not called back: its outcome is then unknown. */
  readonly signal?: AbortSignal;
  /** Seconds for the whole call, repetitions included; then `PNP_TIMEOUT`. Default 60. */
  readonly timeoutSeconds?: number;
}

/** Seconds a call has when its caller says nothing. */
export const defaultTimeoutSeconds: number = 60;

/** The options for each of the requests that one call consists of: together they have the time of the call. */
export function sharedTime(options: CallOptions, clock: Clock): () => CallOptions {
  requireCallOptions(options);
  const { signal, timeoutSeconds = defaultTimeoutSeconds } = options;
  const deadline = clock.now() + timeoutSeconds * 1000;
  return () => ({
    ...(signal === undefined ? {} : { signal }),
    // What is over is refused by whoever makes the request, in the words of that request.
    timeoutSeconds: Math.max((deadline - clock.now()) / 1000, 0.001),
  });
}

/** Refuses a time-out that is no number above 0 with `PNP_USAGE`. */
export function requireSeconds(timeoutSeconds: number): void {
  // Programs without types pass anything; NaN compares false, too.
  if (typeof timeoutSeconds === "number" && timeoutSeconds > 0) return;
  throw new PnpError(
    "PNP_USAGE",
    `timeoutSeconds must be a number above 0; got ${timeoutSeconds}.`,
  );
}

/** Refuses options that are none, and a signal that no `AbortController` has made, with `PNP_USAGE`. */
export function requireCallOptions(options: CallOptions): void {
  requireObject(options, "The options of the call");
  const { signal, timeoutSeconds = defaultTimeoutSeconds } = options;
  requireSeconds(timeoutSeconds);
  if (signal === undefined) return;
  const { addEventListener } = (signal ?? {}) as { readonly addEventListener?: unknown };
  requireFunction(addEventListener, "The addEventListener of the signal");
}

/** Seconds as messages say them: what is left of a time that several requests share is rounded. */
export function secondsInWords(seconds: number): number {
  return seconds < 1 ? Number(seconds.toPrecision(2)) : Math.round(seconds * 10) / 10;
}

/** Only what concerns the call, of options that hold more. */
export function callOptionsOf({ signal, timeoutSeconds }: CallOptions): CallOptions {
  return {
    ...(signal === undefined ? {} : { signal }),
    ...(timeoutSeconds === undefined ? {} : { timeoutSeconds }),
  };
}
