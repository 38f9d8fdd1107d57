import { isPnpError, PnpError, type PnpErrorCode } from "../../errors.js";
import { failedRow } from "./fan-out.js";
import type { FleetAction } from "./fleet-action.js";
import type { FleetRow } from "./fleet-types.js";
import type { DeviceJob, Job } from "./job-types.js";
import { isOver } from "./wait-for-job.js";

/** What a job's row says of a device; `result` is absent when the job has none for it. */
export function rowOfJob<R>(
  deviceId: string,
  result: DeviceJob | undefined,
  job: Job,
  action: FleetAction<R>,
): FleetRow<R> {
  if (result === undefined) return missingRow(deviceId, job);
  if (result.status === "cancelled") return { deviceId, outcome: "not-sent" };
  if (result.status === "failed") return failedRow(deviceId, failureOf(result));
  if (result.status !== "completed") return { deviceId, outcome: "unknown" };
  try {
    return { deviceId, outcome: "succeeded", ...action.readJob(result) };
  } catch (error) {
    if (!isPnpError(error)) throw error;
    return failedRow(deviceId, error);
  }
}

/** A device without a row: the job had not begun, or it no longer met the condition when the job did. */
function missingRow(deviceId: string, job: Job): FleetRow<never> {
  const begun = (job.deviceJobStatistics?.deviceCount ?? 0) > 0 || job.status === "completed";
  if (!begun || !isOver(job)) {
    return { deviceId, outcome: job.status === "cancelled" ? "not-sent" : "unknown" };
  }
  return {
    deviceId,
    outcome: "left-out",
    error: new PnpError(
      "PNP_DEVICE_NOT_FOUND",
      `${deviceId} was gone, or of another model, when the job ${job.jobId} began.`,
    ),
  };
}

const codes: readonly (readonly [RegExp, PnpErrorCode])[] = [
  [/DeviceNotOnline|404103|DeviceConnectionClosedRemotely|404104/i, "PNP_DEVICE_OFFLINE"],
  [/Timeout|TimedOut|504101/i, "PNP_TIMEOUT"],
  [/DeviceNotFound|404001/i, "PNP_DEVICE_NOT_FOUND"],
  [/Throttl|429|403800|QuotaExceeded/i, "PNP_THROTTLED"],
  [/PreconditionFailed|412001/i, "PNP_CONFLICT"],
  [/Unauthorized|401\d{3}/i, "PNP_UNAUTHORIZED"],
  [/Argument|Invalid|400\d{3}/i, "PNP_PAYLOAD_INVALID"],
];

function failureOf({ deviceId, jobId, error = {} }: DeviceJob): PnpError {
  const { code = "", description = "" } = error;
  const [, known] = codes.find(([pattern]) => pattern.test(String(code))) ?? [];
  const reason = description || String(code) || "the hub gives no reason";
  return new PnpError(
    known ?? "PNP_TRANSPORT",
    `The job ${jobId} failed on ${deviceId}: ${reason.replace(/\.$/, "")}.`,
  );
}
