import { isPnpError } from "../../errors.js";

/**
 * What went wrong with a command. `offline`: the device is not connected, or takes no commands. `notImplemented`: it
 * answered 404 or 501. `deviceError`: another status of 400 or more, in `response`. `timeout`: no answer in time, so
 * that its outcome is unknown. `againstModel`: it was carried out, and the response breaks the model; see `issues`.
 */
export type CommandFailure =
  | "offline"
  | "notImplemented"
  | "deviceError"
  | "timeout"
  | "againstModel";

/** Tells the failures of commands apart; undefined for an error that is none of them, such as a refused sign-in. */
export function commandFailure(error: unknown): CommandFailure | undefined {
  if (!isPnpError(error)) return undefined;
  if (error.code === "PNP_DEVICE_OFFLINE") return "offline";
  if (error.code === "PNP_TIMEOUT") return "timeout";
  if (error.code !== "PNP_COMMAND_FAILED") return undefined;
  const status = error.response?.status;
  // Without a response the device answered with something that is no JSON at all.
  if (status === undefined || status < 400) return "againstModel";
  return isNotImplemented(status) ? "notImplemented" : "deviceError";
}

/** Whether a device says by this status that it does not have the command. */
export function isNotImplemented(status: number): boolean {
  return status === 404 || status === 501;
}
