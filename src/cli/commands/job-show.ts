import type { Job } from "../../client/fleet/job-types.js";
import { isOver } from "../../client/fleet/wait-for-job.js";
import { type ConnectionOptions, withHub } from "../connection.js";
import { exitCodes } from "../exit-codes.js";
import type { Io } from "../io.js";
import { deviceJobTable, jobTable } from "../job-text.js";
import type { Outcome } from "../outcome.js";
import { type OutputFormat, outputFormat, printResult } from "../output.js";
import { progressBar } from "../progress-bar.js";

interface Flags extends ConnectionOptions {
  readonly wait?: boolean;
  readonly timeout?: number;
  readonly output?: OutputFormat;
}

/** `pnp job show`: the job, and how it went on each device. Exit code 10 when it is over and some failed. */
export async function jobShow(
  jobId: string,
  flags: Flags,
  io: Io,
  outcome: Outcome,
): Promise<void> {
  const { signal } = io;
  const bar = progressBar(io);
  await withHub(flags, io, async (hub) => {
    const wait = async (): Promise<Job> => {
      try {
        return await hub.jobs.wait(jobId, {
          signal,
          ...(flags.timeout === undefined ? {} : { timeoutSeconds: flags.timeout }),
          onProgress: ({ status, deviceJobStatistics: counts }) =>
            bar.show(
              (counts?.succeededCount ?? 0) + (counts?.failedCount ?? 0),
              counts?.deviceCount ?? 0,
              status,
            ),
        });
      } finally {
        bar.end();
      }
    };
    const job = flags.wait ? await wait() : await hub.jobs.get(jobId, { signal });
    const devices = await hub.jobs.results(jobId, { signal }).all();
    printResult(io, outputFormat(flags.output, io), { ...job, devices }, () =>
      [jobTable([job]), "", deviceJobTable(devices)].join("\n"),
    );
    const failed = devices.some(({ status }) => status === "failed" || status === "cancelled");
    if (isOver(job) && failed) outcome.exitCode = exitCodes.PNP_PARTIAL;
  });
}
