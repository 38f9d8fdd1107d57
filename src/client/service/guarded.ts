import { errorCodes, isPnpError, PnpError } from "../../errors.js";
import { type CallOptions, sharedTime } from "../call-options.js";
import { type Clock, systemClock } from "../clock.js";

/** What guards a change against those of others. The time-out is for all its requests together. */
export interface GuardOptions extends CallOptions {
  /** Etag of the twin the change is based on; without one the twin's present etag, read just before. */
  readonly etag?: string;
  /** How often to read again and repeat when somebody else was first; default 0. Not with `etag`. */
  readonly retry?: number;
  readonly clock?: Clock;
}

/** One try of a change: with the caller's etag, if any, and the options of each request it makes. */
export type GuardedTry<T> = (etag: string | undefined, call: () => CallOptions) => Promise<T>;

/** Runs one try of a change after another while others are first and tries are left. */
export async function guarded<T>(options: GuardOptions, attempt: GuardedTry<T>): Promise<T> {
  const { etag, retry = 0, clock = systemClock } = options;
  if (!Number.isInteger(retry) || retry < 0) {
    throw new PnpError("PNP_USAGE", `retry must be a whole number from 0; got ${retry}.`);
  }
  if (etag !== undefined && retry > 0) {
    throw new PnpError("PNP_USAGE", "An update takes etag or retry, not both.", {
      hint: "With an etag a repeated change would meet the same conflict.",
    });
  }
  const call = sharedTime(options, clock);
  for (let left = retry; ; left--) {
    try {
      return await attempt(etag, call);
    } catch (error) {
      if (!isPnpError(error, "PNP_CONFLICT")) throw error;
      if (left === 0) throw conflict(error, etag, retry);
    }
  }
}

function conflict(cause: PnpError, etag: string | undefined, retry: number): PnpError {
  const tried = retry === 0 ? "" : ` It was tried ${retry + 1} times.`;
  const hint =
    etag === undefined
      ? "Somebody else wrote between reading and writing. Look at the new values and repeat, or allow retries."
      : "Read the twin again, look at what changed, and repeat with its new etag.";
  // A transport that knows more, such as that the rival may be the call itself, has said so.
  const knowsMore = cause.hint !== errorCodes.PNP_CONFLICT.hint;
  return new PnpError("PNP_CONFLICT", `${cause.message}${tried}`, {
    hint: knowsMore ? cause.hint : hint,
    issues: cause.issues,
    cause,
  });
}
