import { PnpError } from "../errors.js";
import type { TargetId } from "./transport.js";

/**
 * Refuses a target without an id with `PNP_USAGE`: programs without types pass what an unset variable holds, and a
 * request for it would be one for something else.
 */
export function requireTargetId({ deviceId, moduleId }: TargetId): void {
  if (isMissing(deviceId)) throw missing("device");
  if (moduleId !== undefined && isMissing(moduleId)) throw missing("module");
}

function isMissing(id: unknown): boolean {
  return typeof id !== "string" || id === "";
}

function missing(kind: "device" | "module"): PnpError {
  return new PnpError("PNP_USAGE", `The ${kind} id is empty.`, {
    hint: `Name the ${kind}; is a variable unset?`,
  });
}
