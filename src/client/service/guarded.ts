import { errorCodes, isPnpError, PnpError } from "../../errors.js";
import { type CallOptions, sharedTime } from "../call-options.js";
import { type Clock, systemClock } from "../clock.js";
import { requireEtag } from "../etag.js";

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

/**
 * Runs one try of a change after another while others are first and tries are left. With `derived` the change is told
 * from what was read: then one that may have been made already, its answer lost, is not made again.
 */
export async function guarded<T>(
  options: GuardOptions,
  attempt: GuardedTry<T>,
  derived = false,
): Promise<T> {
  const { etag, retry = 0, clock = systemClock } = options;
  requireEtag(etag);
  if (!Number.isInteger(retry) || retry < 0) {
    throw new PnpError("PNP_USAGE", `retry must be a whole number from 0; got ${retry}.`);
  }
  if (etag === "") {
    throw new PnpError("PNP_USAGE", "The etag is empty.", {
      hint: "Give the one of the twin that was read, or leave it out.",
    });
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
      if (left === 0 || (derived && knowsMore(error))) throw conflict(error, etag, retry - left);
    }
  }
}

function conflict(cause: PnpError, etag: string | undefined, repeated: number): PnpError {
  const tried = repeated === 0 ? "" : ` It was tried ${repeated + 1} times.`;
  const hint =
    etag === undefined
      ? "Somebody else wrote between reading and writing. Look at the new values and repeat, or allow retries."
      : "Read the twin again, look at what changed, and repeat with its new etag.";
  return new PnpError("PNP_CONFLICT", `${cause.message}${tried}`, {
    hint: knowsMore(cause) ? cause.hint : hint,
    issues: cause.issues,
    cause,
  });
}

/** Whether the transport has said more, which is that the rival may be an earlier try of the call itself. */
function knowsMore({ hint }: PnpError): boolean {
  return hint !== errorCodes.PNP_CONFLICT.hint;
}
