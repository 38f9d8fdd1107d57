import type { CallOptions } from "../client/call-options.js";
import type { Clock } from "../client/clock.js";
import type { TargetId } from "../client/transport.js";
import { PnpError } from "../errors.js";
import { targetName, translateSdkError } from "./error-translation.js";
import { patienceOf } from "./given-up.js";

/**
 * Runs a call of a device within its caller's limits, or so many seconds. `isOver` tells a call that would go on by
 * itself that nobody waits any more. Every failure is a `PnpError`.
 */
export type Limited = <T>(
  action: string,
  given: CallOptions | undefined,
  seconds: number,
  run: (isOver: () => boolean) => Promise<T>,
) => Promise<T>;

/** Limits for the calls of one device at one hub. */
export function createLimits(host: string, target: TargetId, clock: Clock): Limited {
  const name = targetName(target);
  return async (action, given, seconds, run) => {
    const patience = patienceOf({ timeoutSeconds: seconds, ...given }, clock);
    const giveUp = (reason: "aborted" | "expired"): PnpError =>
      reason === "aborted"
        ? new PnpError("PNP_ABORTED", `Gave up to ${action} of ${name} at ${host}.`)
        : new PnpError(
            "PNP_TIMEOUT",
            `Could not ${action} of ${name} at ${host}: no answer within ${patience.seconds} seconds.`,
          );
    const early = patience.reason();
    if (early !== undefined) throw giveUp(early);
    try {
      return await patience.race(
        run(() => patience.reason() !== undefined),
        giveUp,
      );
    } catch (error) {
      throw translateSdkError(error, { action, host, target });
    }
  };
}
