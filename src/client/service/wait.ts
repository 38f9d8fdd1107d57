import { parseAck, type WritablePropertyAck } from "../../convention/ack.js";
import { ownMember } from "../../convention/record.js";
import { PnpError } from "../../errors.js";
import { isSettled, partOf } from "../acknowledgement.js";
import type { ServiceTarget } from "../transport.js";
import { formatPropertyPath, type PropertyPath } from "./find-path.js";
import { type WaitOptions, waitForTwin } from "./watch-twin.js";

/** How to wait for the last word of a device on a property. */
export interface AcknowledgementOptions extends WaitOptions {
  /** Told of every new acknowledgement that announces another one (code 202) for this version. */
  readonly onPending?: (ack: WritablePropertyAck) => void;
}

/**
 * Waits until the device has acknowledged a desired version of a property for good: 202 is not the last word.
 * Throws `PNP_REFUSED`, with the acknowledgement as response, for a code of 400 or more, `PNP_TIMEOUT`, with the
 * pending acknowledgement as response if there was one, and `PNP_ABORTED`.
 */
export async function waitForAcknowledgement(
  target: ServiceTarget,
  path: PropertyPath,
  version: number,
  options: AcknowledgementOptions = {},
): Promise<WritablePropertyAck> {
  const name = formatPropertyPath(path);
  let last: WritablePropertyAck | undefined;
  const words = {
    subject: `the acknowledgement of "${name}"`,
    timedOut: (seconds: number) => timedOut(name, version, seconds, last),
  };
  return waitForTwin(
    target,
    ({ properties: { reported } }) => {
      const ack = parseAck(ownMember(partOf(reported, path.component), path.property));
      const isNew = !isSame(ack, last);
      last = ack;
      if (ack === undefined) return undefined;
      if (!isSettled(ack, version)) {
        if (isNew && ack.av >= version) options.onPending?.(ack);
        return undefined;
      }
      if (ack.ac >= 400) throw refused(name, ack);
      return { found: ack };
    },
    words,
    options,
  );
}

function isSame(one: WritablePropertyAck | undefined, other: typeof one): boolean {
  return one?.ac === other?.ac && one?.av === other?.av && one?.ad === other?.ad;
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
  const isPending = ack !== undefined && ack.ac === 202 && ack.av >= version;
  return new PnpError(
    "PNP_TIMEOUT",
    `The device did not acknowledge version ${version} of "${name}" within ${seconds} s: ${last}.`,
    {
      hint: isPending
        ? "The device is at it (202) and will say more; wait longer."
        : "The value stays set; the device acts on it when it connects. Check that it runs.",
      ...(isPending && { response: { status: ack.ac, payload: ack } }),
    },
  );
}
