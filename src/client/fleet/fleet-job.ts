import { isPnpError } from "../../errors.js";
import { type Clock, systemClock } from "../clock.js";
import type { Descriptor } from "../descriptor.js";
import { type DeviceCondition, deviceConditions } from "./device-condition.js";
import { failedRow } from "./fan-out.js";
import type { FleetAction } from "./fleet-action.js";
import { rowOfJob } from "./fleet-job-row.js";
import type { FleetHub, FleetOptions, FleetRow } from "./fleet-types.js";
import type { DeviceJob, Job, JobSettings } from "./job-types.js";

/** What came of the jobs. */
export interface FleetJobs<R> {
  readonly jobIds: readonly string[];
  readonly rows: readonly FleetRow<R>[];
}

/** Options of the operation, with one signal for wish and deadline. */
export interface FleetJobOptions extends FleetOptions {
  readonly signal: AbortSignal;
  /** Told the sums over all jobs so far. */
  readonly onCounts: (counts: { readonly succeeded: number; readonly failed: number }) => void;
}

/** Seconds for what is left to do when everything has been stopped. */
const lastSeconds = 15;

/** The jobs for these devices, as they will be scheduled. */
export function jobSettings(
  deviceIds: readonly string[],
  descriptor: Descriptor | undefined,
  options: FleetOptions,
): readonly (JobSettings & DeviceCondition)[] {
  const { jobId, startTime, maxExecutionSeconds, assumeModel = false } = options;
  return deviceConditions(deviceIds, descriptor, assumeModel).map((condition, index) => ({
    ...condition,
    ...(jobId === undefined ? {} : { jobId: index === 0 ? jobId : `${jobId}-${index + 1}` }),
    ...(startTime === undefined ? {} : { startTime }),
    ...(maxExecutionSeconds === undefined ? {} : { maxExecutionSeconds }),
  }));
}

/** Runs the jobs one after the other: a hub of the smallest tier runs one at a time. */
export async function runFleetJobs<R>(
  hub: FleetHub,
  deviceIds: readonly string[],
  descriptor: Descriptor | undefined,
  action: FleetAction<R>,
  options: FleetJobOptions,
): Promise<FleetJobs<R>> {
  const { signal, wait = true } = options;
  const jobIds: string[] = [];
  const rows: FleetRow<R>[] = [];
  for (const settings of jobSettings(deviceIds, descriptor, options)) {
    if (signal.aborted) break;
    let job: Job;
    try {
      job = await action.schedule(hub.jobs, settings, { signal });
    } catch (error) {
      // Where nothing has been done yet there is no table to keep.
      if (!isPnpError(error) || jobIds.length === 0) throw error;
      rows.push(...settings.deviceIds.map((deviceId) => failedRow(deviceId, error)));
      break;
    }
    jobIds.push(job.jobId);
    rows.push(
      ...(wait
        ? await waitForRows(hub, job.jobId, settings.deviceIds, action, rows, options)
        : settings.deviceIds.map((deviceId) => ({ deviceId, outcome: "scheduled" as const }))),
    );
  }
  return { jobIds, rows };
}

/** The rows of one job. When the hub can no longer be asked, nobody knows how it went; the job goes on there. */
async function waitForRows<R>(
  hub: FleetHub,
  jobId: string,
  deviceIds: readonly string[],
  action: FleetAction<R>,
  before: readonly FleetRow<R>[],
  options: FleetJobOptions,
): Promise<readonly FleetRow<R>[]> {
  try {
    const job = await waitOrCancel(hub, jobId, before, options);
    const results = await readResults(hub, job, options.clock ?? systemClock);
    return deviceIds.map((deviceId) => rowOfJob(deviceId, results.get(deviceId), job, action));
  } catch (error) {
    if (!isPnpError(error)) throw error;
    return deviceIds.map((deviceId) => ({ deviceId, outcome: "unknown", error }));
  }
}

async function waitOrCancel(
  hub: FleetHub,
  jobId: string,
  before: readonly FleetRow[],
  { signal, onCounts, clock = systemClock }: FleetJobOptions,
): Promise<Job> {
  const count = (outcome: string): number => before.filter((row) => row.outcome === outcome).length;
  try {
    return await hub.jobs.wait(jobId, {
      signal,
      clock,
      onProgress: ({ deviceJobStatistics: counts }) =>
        onCounts({
          succeeded: count("succeeded") + (counts?.succeededCount ?? 0),
          failed: count("failed") + (counts?.failedCount ?? 0),
        }),
    });
  } catch (error) {
    if (!isPnpError(error, "PNP_ABORTED")) throw error;
    return hub.jobs.cancel(jobId, { timeoutSeconds: lastSeconds });
  }
}

/** The rows of a job may come after its end, since queries lag behind. */
async function readResults(
  hub: FleetHub,
  job: Job,
  clock: Clock,
): Promise<ReadonlyMap<string, DeviceJob>> {
  const expected = job.deviceJobStatistics?.deviceCount ?? 0;
  for (let tries = 1; ; tries++) {
    const rows = await hub.jobs.results(job.jobId, { timeoutSeconds: lastSeconds }).all();
    if (rows.length >= expected || tries === 4) {
      return new Map(rows.map((row) => [row.deviceId, row]));
    }
    await clock.sleep(500 * 2 ** tries);
  }
}
