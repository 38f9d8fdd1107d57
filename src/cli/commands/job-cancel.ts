import { type ConnectionOptions, withHub } from "../connection.js";
import type { Io } from "../io.js";
import { jobTable } from "../job-text.js";
import { type OutputFormat, outputFormat, printResult } from "../output.js";

interface Flags extends ConnectionOptions {
  readonly dryRun?: boolean;
  readonly output?: OutputFormat;
}

/** `pnp job cancel`: devices that the job has not reached are left alone. */
export async function jobCancel(jobId: string, flags: Flags, io: Io): Promise<void> {
  const format = outputFormat(flags.output, io);
  if (flags.dryRun) {
    const path = `/jobs/v2/${encodeURIComponent(jobId)}/cancel`;
    const request = { method: "POST", path };
    printResult(io, format, { request, sent: false }, () => `POST ${path}\n  nothing was sent`);
    return;
  }
  await withHub(flags, io, async (hub) => {
    const job = await hub.jobs.cancel(jobId, { signal: io.signal });
    printResult(io, format, job, () => jobTable([job]));
  });
}
