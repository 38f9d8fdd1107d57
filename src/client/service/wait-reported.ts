import { PnpError } from "../../errors.js";
import { parseRawPath, valueAt } from "../raw-path.js";
import { requireFunction } from "../require-argument.js";
import type { ServiceTarget } from "../transport.js";
import { type WaitOptions, waitForTwin } from "./watch-twin.js";

/**
 * Waits until a reported value, which may be absent at first, is one that `accept` takes; by default any value at
 * all. The path is of plain names, model or not: `iothubDM.reboot.lastReboot`. Answers the value as it stands in the
 * twin. Throws `PNP_TIMEOUT`, naming the last value seen, and `PNP_ABORTED`.
 */
export async function waitForReported(
  target: ServiceTarget,
  path: string,
  accept: (value: unknown) => boolean = (value) => value !== undefined,
  options: WaitOptions = {},
): Promise<unknown> {
  const names = parseRawPath(path);
  requireFunction(accept, "The test of the reported value");
  let last: unknown;
  return waitForTwin<unknown>(
    target,
    ({ properties: { reported } }) => {
      last = valueAt(reported, names);
      return accept(last) ? { found: last } : undefined;
    },
    { subject: `the reported "${path}"`, timedOut: (seconds) => timedOut(path, seconds, last) },
    options,
  );
}

function timedOut(path: string, seconds: number, last: unknown): PnpError {
  const found = last === undefined ? "it reports none" : `the last was ${JSON.stringify(last)}`;
  return new PnpError(
    "PNP_TIMEOUT",
    `The device did not report the awaited "${path}" within ${seconds} s: ${found}.`,
    { hint: "Check that the device runs and that this is the name it reports under." },
  );
}
