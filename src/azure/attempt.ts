import type { CallOptions } from "../client/call-options.js";
import { type Clock, systemClock } from "../client/clock.js";
import type { TargetId } from "../client/transport.js";
import { PnpError } from "../errors.js";
import { type FailedAction, targetName, translateSdkError } from "./error-translation.js";
import { type GivenUp, type Later, type Patience, patienceOf } from "./given-up.js";
import type { HubClients } from "./hub-clients.js";
import { type FailedTry, judgeFailure, mostTransient, pauseBefore } from "./retry-rules.js";
import { readSdkFailure } from "./sdk-failure.js";

/** Hands out the SDK's clients, loading the SDK the first time. */
export type LoadClients = () => Promise<HubClients>;

/** One call to the hub: what it is, and how it may be repeated and given up. */
export interface AttemptOptions {
  /** Ends a sentence that starts with "Could not": `read the twin`. */
  readonly action: string;
  /** The device or module it is about. */
  readonly target?: TargetId;
  /** Whether doing it twice is the same as doing it once: reads, and writes that an etag guards. */
  readonly repeatable: boolean;
  /** Whether the target is being made. */
  readonly creates?: boolean;
  /** Whether it changes nothing: then nobody is told that its outcome is unknown. */
  readonly reads?: boolean;
  readonly options?: CallOptions | undefined;
}

/** Makes a call to the hub. Every failure is a `PnpError`. */
export type Attempt = <T>(
  what: AttemptOptions,
  call: (clients: HubClients) => Promise<T>,
) => Promise<T>;

/** Time and chance, given by tests. */
export interface AttemptTiming {
  readonly clock: Clock;
  /** From 0 up to 1, like `Math.random`. */
  readonly random: () => number;
  /** Default: the machine's timers. */
  readonly later?: Later;
}

const systemTiming: AttemptTiming = { clock: systemClock, random: Math.random };

/**
 * The one way in which all adapters of this folder call the SDK's service clients. A throttled or transient answer is
 * met by another try, after a random pause that may grow, within the caller's deadline; a call that is not
 * repeatable only where the hub surely did nothing. Giving up waits for nothing: the SDK cannot call a request back.
 */
export function createAttempt(
  host: string,
  load: LoadClients,
  { clock, random, later }: AttemptTiming = systemTiming,
): Attempt {
  return async (what, call) => {
    const failed: FailedAction = {
      action: what.action,
      host,
      ...(what.target && { target: what.target }),
      ...(what.creates && { creates: true }),
    };
    const patience = patienceOf(what.options ?? {}, clock, later);
    const failures = { transient: 0, throttled: 0 };
    let doubtful = false;
    for (let tries = 1; ; tries++) {
      // Nothing is under way now; an earlier try may have been.
      const reason = patience.reason();
      if (reason !== undefined) throw givenUp(reason, failed, patience, what, doubtful);
      let error: PnpError;
      let failedTry: FailedTry;
      try {
        const clients = await load();
        // Loading the SDK takes a moment, in which the caller may have changed its mind.
        const late = patience.reason();
        if (late !== undefined) {
          throw new GivenUpCall(givenUp(late, failed, patience, what, doubtful));
        }
        return await patience.race(call(clients), (why) => {
          return new GivenUpCall(givenUp(why, failed, patience, what, true));
        });
      } catch (thrown) {
        if (thrown instanceof GivenUpCall) throw thrown.error;
        const failure = readSdkFailure(thrown);
        error = translateSdkError(thrown, failed);
        failedTry = error === thrown ? asItIs : judgeFailure(failure, error);
      }
      if (error.code === "PNP_CONFLICT" && doubtful) throw ownConflict(error);
      const { outcome, kind } = failedTry;
      doubtful ||= outcome === "unknown";
      const again = outcome === "not-done" || (outcome === "unknown" && what.repeatable);
      failures[kind]++;
      const pause = pauseBefore(failures[kind], kind, random);
      if (!again || failures.transient === mostTransient || pause >= patience.left()) {
        throw lastError(error, tries, doubtful && what.reads !== true);
      }
      await patience.pause(pause);
    }
  };
}

/** twinplug's own errors are no failures of a try: they would come again. */
const asItIs: FailedTry = { outcome: "final", kind: "transient" };

/** Carries the error past the translation of SDK errors. */
class GivenUpCall extends Error {
  readonly error: PnpError;
  constructor(error: PnpError) {
    super(error.message);
    this.error = error;
  }
}

/** A read that was given up: the time-out's own hint says more than that nothing was changed. */
const unchanged = { aborted: "Nothing was changed.", expired: undefined } as const;

const unknownOutcome = "It may have been done all the same: read before you repeat it.";

function givenUp(
  reason: GivenUp,
  { action, host, target }: FailedAction,
  { seconds }: Patience,
  { options, reads = false }: AttemptOptions,
  sent: boolean,
): PnpError {
  const of = target === undefined ? "" : ` of ${targetName(target)}`;
  const why = reason === "aborted" ? "the call was given up" : `no answer within ${seconds} s`;
  const hint = reads ? unchanged[reason] : sent ? unknownOutcome : "Nothing was sent.";
  const outcome = sent && !reads ? " Its outcome is unknown." : "";
  return new PnpError(
    reason === "aborted" ? "PNP_ABORTED" : "PNP_TIMEOUT",
    `Could not ${action}${of} at ${host}: ${why}.${outcome}`,
    {
      ...(hint === undefined ? {} : { hint }),
      ...(reason === "aborted" && { cause: options?.signal?.reason }),
    },
  );
}

/** The error of the last try, with what the caller cannot see: how often, and whether it may have been done. */
function lastError(error: PnpError, tries: number, doubtful: boolean): PnpError {
  const tried = tries === 1 ? "" : ` (tried ${tries} times)`;
  if (!doubtful && tries === 1) return error;
  return new PnpError(
    error.code,
    `${error.message}${tried}${doubtful ? " Its outcome is unknown." : ""}`,
    {
      hint: doubtful ? `${error.hint} ${unknownOutcome}` : error.hint,
      issues: error.issues,
      cause: error.cause,
      ...(error.response && { response: error.response }),
    },
  );
}

/** Whose change it was that came first: an earlier try's, whose answer was lost, or somebody else's? */
function ownConflict(error: PnpError): PnpError {
  return new PnpError("PNP_CONFLICT", error.message, {
    hint: "An earlier try of this call got no answer and may have made the change itself. Read again and look.",
    cause: error.cause,
  });
}
