import { formatPointer } from "../../convention/json-pointer.js";
import { type Issue, PnpError } from "../../errors.js";
import { requireList, requireObject } from "../require-argument.js";
import type { FleetResult } from "./fleet-types.js";

/**
 * The result, when every device succeeded; those left out do not count. Else throws `PNP_PARTIAL` with an issue for
 * each device that failed, was not reached, or whose outcome is unknown.
 */
export function requireAll<R>(result: FleetResult<R>): FleetResult<R> {
  requireObject(result, "The result");
  if (result.ok) return result;
  requireList(result.devices, "The devices of the result");
  const missed = result.devices.filter(({ outcome }) =>
    ["failed", "not-sent", "unknown"].includes(outcome),
  );
  const issues = missed.map(({ deviceId, outcome, error }): Issue => {
    const what = outcome === "unknown" ? "its outcome is unknown" : "nothing was sent to it";
    return {
      code: error?.code ?? outcome,
      message: error?.message ?? `${deviceId}: ${what}.`,
      path: formatPointer([deviceId]),
    };
  });
  const total = result.devices.filter(({ outcome }) => outcome !== "left-out").length;
  throw new PnpError("PNP_PARTIAL", `${missed.length} of ${total} devices did not succeed.`, {
    issues,
  });
}
