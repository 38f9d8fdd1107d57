import { isPnpError, PnpError } from "../../errors.js";
import { systemClock } from "../clock.js";
import type { HubJobs, Job, JobWaitOptions } from "./job-types.js";

const firstPause = 100;
const longestPause = 3000;
const looksForNew = 4;

/** Looks at a job, at growing intervals from 0.1 to 3 seconds, until it is over. See {@link HubJobs.wait}. */
export async function waitForJob(
  jobs: Pick<HubJobs, "get">,
  jobId: string,
  options: JobWaitOptions = {},
): Promise<Job> {
  const { signal, timeoutSeconds, onProgress, clock = systemClock } = options;
  const deadline = clock.now() + (timeoutSeconds ?? Number.POSITIVE_INFINITY) * 1000;
  const look = async (): Promise<Job | undefined> => jobs.get(jobId, signal && { signal });
  let looks = 0;
  for (let pause = firstPause; ; pause = Math.min(pause * 1.5, longestPause)) {
    looks += 1;
    const job = await look().catch((error: unknown) => {
      // The service may need a moment to show a job that it has just taken on.
      if (isPnpError(error, "PNP_NAME_UNKNOWN") && looks < looksForNew) return undefined;
      throw error;
    });
    if (job !== undefined) onProgress?.(job);
    if (job !== undefined && isOver(job)) return job;
    const left = deadline - clock.now();
    if (left <= 0) throw stillRunning("PNP_TIMEOUT", jobId, job, `within ${timeoutSeconds} s`);
    await clock.sleep(Math.min(pause, left), signal);
    if (signal?.aborted)
      throw stillRunning("PNP_ABORTED", jobId, job, "before waiting was given up");
  }
}

/** Whether nothing more will happen on devices. */
export function isOver({ status }: Job): boolean {
  return status === "completed" || status === "failed" || status === "cancelled";
}

function stillRunning(
  code: "PNP_TIMEOUT" | "PNP_ABORTED",
  jobId: string,
  job: Job | undefined,
  when: string,
): PnpError {
  const status = job?.status ?? "not shown yet";
  return new PnpError(code, `The job ${jobId} was not over ${when}: it is ${status}.`, {
    hint: "The job goes on. Wait again, or cancel it.",
  });
}
