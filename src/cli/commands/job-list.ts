import type { Job, JobFilter } from "../../client/fleet/job-types.js";
import { type ConnectionOptions, withHub } from "../connection.js";
import type { Io } from "../io.js";
import { jobTable } from "../job-text.js";
import { type OutputFormat, outputFormat, printResult } from "../output.js";

interface Flags extends ConnectionOptions {
  readonly type?: JobFilter["type"];
  readonly status?: JobFilter["status"];
  readonly limit?: number;
  readonly output?: OutputFormat;
}

/** `pnp job list`. */
export async function jobList(flags: Flags, io: Io): Promise<void> {
  const { type, status, limit = Number.POSITIVE_INFINITY } = flags;
  const jobs: Job[] = [];
  await withHub(flags, io, async (hub) => {
    const filter = {
      signal: io.signal,
      ...(type === undefined ? {} : { type }),
      ...(status === undefined ? {} : { status }),
    };
    for await (const job of hub.jobs.list(filter)) {
      jobs.push(job);
      if (jobs.length >= limit) break;
    }
  });
  printResult(io, outputFormat(flags.output, io), jobs, () => jobTable(jobs));
}
