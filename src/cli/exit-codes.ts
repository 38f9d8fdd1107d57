import type { PnpErrorCode } from "../errors.js";

/** Exit code of a run that did what was asked. */
export const done = 0;

/** Exit code of a failure that is a bug of twinplug. */
export const bug = 1;

/** The exit code for every error code; scripts rely on them, so they never change. */
export const exitCodes: Readonly<Record<PnpErrorCode, number>> = {
  PNP_USAGE: 2,
  PNP_DEVICE_NOT_FOUND: 3,
  PNP_MODULE_NOT_FOUND: 3,
  PNP_MODEL_NOT_FOUND: 3,
  PNP_NAME_UNKNOWN: 3,
  PNP_UNAUTHORIZED: 4,
  PNP_DTDL_INVALID: 5,
  PNP_PAYLOAD_INVALID: 5,
  PNP_PROPERTY_READ_ONLY: 5,
  PNP_QUERY_INVALID: 5,
  PNP_CONFLICT: 6,
  PNP_DEVICE_OFFLINE: 7,
  PNP_TIMEOUT: 7,
  PNP_COMMAND_FAILED: 8,
  PNP_REFUSED: 8,
  PNP_THROTTLED: 9,
  PNP_PARTIAL: 10,
  PNP_CHECK_FAILED: 11,
  PNP_TRANSPORT: 12,
  PNP_ABORTED: 130,
};
