import { type Finding, ok, problem, skipped } from "./finding.js";

/** Shared access signatures forgive this much, in milliseconds. */
const mostSkew = 5 * 60_000;

/** Compares this machine's clock with the time that the hub told. */
export function clockFinding(date: Date | undefined): Finding {
  if (date === undefined) return skipped("clock", "the hub did not tell its time");
  const skew = Date.now() - date.getTime();
  const seconds = Math.round(Math.abs(skew) / 1000);
  if (Math.abs(skew) < mostSkew) return ok("clock", `within ${seconds + 1} seconds of the hub's`);
  return problem(
    "clock",
    "PNP_CHECK_FAILED",
    `this machine's clock is ${seconds} seconds ${skew > 0 ? "ahead of" : "behind"} the hub's`,
    "Set the clock: tokens made here are over, or not yet good, when they arrive.",
  );
}
