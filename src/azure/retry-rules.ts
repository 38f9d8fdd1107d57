import type { PnpError } from "../errors.js";
import type { SdkFailure } from "./sdk-failure.js";

/** What a failed try tells about the call that it was a try of. */
export interface FailedTry {
  /**
   * `final`: another try would meet the same. `not-done`: the hub did nothing, so that any call may be tried again.
   * `unknown`: it may have been done, so that only a repeatable call may.
   */
  readonly outcome: "final" | "not-done" | "unknown";
  /** A hub that asks to slow down wants longer pauses, and may be asked more often. */
  readonly kind: FailureKind;
}

/** What a hub that failed may need: a moment, or fewer calls. */
export type FailureKind = "transient" | "throttled";

/** The connection never stood, or broke before TLS did: nothing was sent. */
const neverConnected = ["EAI_AGAIN", "EHOSTUNREACH", "ENETUNREACH"];
const beforeTls = /before secure TLS connection/;
const dropped = ["ECONNRESET", "EPIPE", "ETIMEDOUT"];
/** Errors of connections that carry no HTTP status, by class. */
const transientKinds = [
  "InternalServerError",
  "NotConnectedError",
  "ServiceUnavailableError",
  "TimeoutError",
];

/** Judges a failure by what the hub said; `translated` is the same failure in twinplug's words. */
export function judgeFailure(failure: SdkFailure, translated: PnpError): FailedTry {
  const { status, socket, text, kind } = failure;
  if (socket !== undefined) {
    // A name that does not exist or a port that nobody serves stays so for longer than a call lasts.
    if (neverConnected.includes(socket) || beforeTls.test(text)) return verdict("not-done");
    return verdict(dropped.includes(socket) ? "unknown" : "final");
  }
  if (translated.code === "PNP_THROTTLED") {
    // Of these 403 has the daily quota and full queues, which a pause of seconds does not help.
    return status === undefined || status === 429
      ? verdict("not-done", "throttled")
      : verdict("final");
  }
  if (status === undefined) return verdict(transientKinds.includes(kind) ? "unknown" : "final");
  return verdict([408, 500, 503, 504].includes(status) ? "unknown" : "final");
}

function verdict(outcome: FailedTry["outcome"], kind: FailureKind = "transient"): FailedTry {
  return { outcome, kind };
}

/** The transient failure that is the last one of a call. Throttled tries are limited by the deadline alone. */
export const mostTransient: number = 5;

const firstPause = { transient: 200, throttled: 1000 };
const longestPause = { transient: 5000, throttled: 20_000 };

/**
 * Milliseconds before the next try: any value up to a bound that doubles with every failure. Callers that failed
 * together so do not come back together.
 */
export function pauseBefore(failures: number, kind: FailureKind, random: () => number): number {
  return random() * Math.min(longestPause[kind], firstPause[kind] * 2 ** (failures - 1));
}
