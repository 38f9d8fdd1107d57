import { parseAck, type WritablePropertyAck } from "../../convention/ack.js";
import { ownMember } from "../../convention/record.js";
import { PnpError } from "../../errors.js";
import { isSettled, partOf } from "../acknowledgement.js";
import { type Clock, systemClock } from "../clock.js";
import type { ServiceTarget } from "../transport.js";
import { formatPropertyPath, type PropertyPath } from "./find-path.js";

export interface WaitOptions {
  /** Seconds to wait for the final acknowledgement, default 30. */
  readonly timeoutSeconds?: number;
  /** Gives up waiting; what was set stays set. */
  readonly signal?: AbortSignal;
  readonly clock?: Clock;
}

const firstPause = 100;
const longestPause = 2000;

/**
 * Waits until the device has acknowledged a desired version of a property for good: 202 is not the last word.
 * The hub has no call for it, so the twin is read again and again, at growing intervals from 0.1 to 2 seconds.
 * Throws `PNP_REFUSED`, with the acknowledgement as response, for a code of 400 or more, `PNP_TIMEOUT` and
 * `PNP_ABORTED`.
 */
export async function waitForAcknowledgement(
  target: ServiceTarget,
  path: PropertyPath,
  version: number,
  options: WaitOptions = {},
): Promise<WritablePropertyAck> {
  const { timeoutSeconds = 30, signal, clock = systemClock } = options;
  const name = formatPropertyPath(path);
  const deadline = clock.now() + timeoutSeconds * 1000;
  for (let pause = firstPause; ; pause = Math.min(pause * 1.5, longestPause)) {
    if (signal?.aborted) throw aborted(name, signal);
    const { reported } = (await target.transport.readTwin(target)).properties;
    const ack = parseAck(ownMember(partOf(reported, path.component), path.property));
    if (ack !== undefined && isSettled(ack, version)) {
      if (ack.ac >= 400) throw refused(name, ack);
      return ack;
    }
    const left = deadline - clock.now();
    if (left <= 0) throw timedOut(name, version, timeoutSeconds, ack);
    await clock.sleep(Math.min(pause, left), signal);
  }
}

function refused(name: string, ack: WritablePropertyAck): PnpError {
  const why = ack.ad === undefined ? "" : `: ${ack.ad}`;
  return new PnpError("PNP_REFUSED", `The device refused "${name}" with code ${ack.ac}${why}.`, {
    response: { status: ack.ac, payload: ack },
  });
}

function timedOut(
  name: string,
  version: number,
  seconds: number,
  ack: WritablePropertyAck | undefined,
): PnpError {
  const last =
    ack === undefined
      ? "it has acknowledged nothing"
      : `its last acknowledgement has code ${ack.ac} and version ${ack.av}`;
  return new PnpError(
    "PNP_TIMEOUT",
    `The device did not acknowledge version ${version} of "${name}" within ${seconds} s: ${last}.`,
    { hint: "The value stays set; the device acts on it when it connects. Check that it runs." },
  );
}

function aborted(name: string, signal: AbortSignal): PnpError {
  return new PnpError("PNP_ABORTED", `Waiting for the acknowledgement of "${name}" was given up.`, {
    hint: "The value stays set.",
    cause: signal.reason,
  });
}
