import type { JobSettings, MethodJob } from "../client/fleet/job-types.js";
import { PnpError } from "../errors.js";

/** The SDK puts ids into paths as they are: one with other characters would name another path. */
export function checkJobId(jobId: string): void {
  if (typeof jobId === "string" && /^[A-Za-z0-9\-._:]{1,64}$/.test(jobId)) return;
  throw new PnpError("PNP_USAGE", `${JSON.stringify(jobId)} is no id for a job.`, {
    hint: "Use 1 to 64 letters, digits and - . _ :",
  });
}

/** Refuses a condition, start or duration that is none. */
export function checkSettings({ where, startTime, maxExecutionSeconds }: JobSettings): void {
  if (typeof where !== "string") {
    throw new PnpError("PNP_USAGE", "The job has no condition.", {
      hint: "Give a condition over devices, or * for all.",
    });
  }
  if (startTime !== undefined && Number.isNaN(startTime.getTime())) {
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

const ranges = { connectTimeoutSeconds: [0, 300], responseTimeoutSeconds: [5, 300] } as const;

/** Refuses time-outs that the hub does not take. */
export function checkMethod(job: MethodJob): void {
  for (const name of ["connectTimeoutSeconds", "responseTimeoutSeconds"] as const) {
    const value = job[name];
    const [least, most] = ranges[name];
    if (value === undefined || (Number.isInteger(value) && value >= least && value <= most))
      continue;
    throw new PnpError(
      "PNP_USAGE",
      `${name} must be a whole number from ${least} to ${most}; got ${value}.`,
    );
  }
}
