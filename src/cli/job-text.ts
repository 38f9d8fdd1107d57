import type { DeviceJob, Job } from "../client/fleet/job-types.js";
import { jsonText } from "./output.js";
import { alignColumns } from "./text-table.js";

/** Jobs for people, a line each. */
export function jobTable(jobs: readonly Job[]): string {
  if (jobs.length === 0) return "no jobs";
  return alignColumns([
    ["JOB", "TYPE", "STATUS", "STARTS", "DEVICES", "DONE", "FAILED"],
    ...jobs.map(({ jobId, type, status, startTime, deviceJobStatistics: counts }) => [
      jobId,
      type,
      status,
      startTime ?? "",
      String(counts?.deviceCount ?? 0),
      String(counts?.succeededCount ?? 0),
      String(counts?.failedCount ?? 0),
    ]),
  ]).join("\n");
}

/** How a job went on devices, a line each. */
export function deviceJobTable(rows: readonly DeviceJob[]): string {
  return alignColumns([
    ["DEVICE", "STATUS", "ANSWER"],
    ...rows.map(({ deviceId, status, error, outcome }) => {
      const answer = outcome?.deviceMethodResponse;
      const told = error
        ? `${error.code ?? ""}: ${error.description ?? ""}`
        : answer
          ? `${answer.status} ${jsonText(answer.payload)}`
          : "";
      return [deviceId, status, told];
    }),
  ]).join("\n");
}
