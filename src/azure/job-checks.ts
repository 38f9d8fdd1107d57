import type { JobSettings } from "../client/fleet/job-types.js";
import { requireObject } from "../client/require-argument.js";
import { PnpError } from "../errors.js";

/** The SDK puts ids into paths as they are: one with other characters would name another path. */
export function checkJobId(jobId: string): void {
  if (typeof jobId === "string" && /^[A-Za-z0-9\-._:]{1,64}$/.test(jobId)) return;
  throw new PnpError("PNP_USAGE", `"${String(jobId)}" is no id for a job.`, {
    hint: "Use 1 to 64 letters, digits and - . _ :",
  });
}

/** Refuses a condition, start or duration that is none. */
export function checkSettings(settings: JobSettings): void {
  requireObject(settings, "The job");
  const { where, startTime, maxExecutionSeconds } = settings;
  if (typeof where !== "string" || where.trim() === "") {
    throw new PnpError("PNP_USAGE", "The job has no condition.", {
      hint: "Give a condition over devices, or * for all.",
    });
  }
  if (startTime !== undefined && !(startTime instanceof Date && startTime.getTime() > 0)) {
    throw new PnpError("PNP_USAGE", "The start time of the job is no date.");
  }
  if (
    maxExecutionSeconds !== undefined &&
    (!Number.isInteger(maxExecutionSeconds) || maxExecutionSeconds < 1)
  ) {
    throw new PnpError(
      "PNP_USAGE",
      `maxExecutionSeconds must be a whole number above 0; got ${maxExecutionSeconds}.`,
    );
  }
}
