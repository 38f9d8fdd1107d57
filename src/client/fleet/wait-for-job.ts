import { isPnpError, PnpError } from "../../errors.js";
import { requireCallOptions } from "../call-options.js";
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
  requireCallOptions(options);
  const deadline = clock.now() + (timeoutSeconds ?? Number.POSITIVE_INFINITY) * 1000;
  const left = (): number => deadline - clock.now();
  const look = async (): Promise<Job | undefined> =>
    jobs.get(jobId, {
      ...(signal === undefined ? {} : { signal }),
      // A hub that says nothing must not hold up the deadline; without one, each look has its own.
      ...(timeoutSeconds === undefined ? {} : { timeoutSeconds: Math.max(left() / 1000, 0.001) }),
    });
  let last: Job | undefined;
  const late = (): PnpError =>
    stillRunning("PNP_TIMEOUT", jobId, last, `within ${timeoutSeconds} s`);
  let looks = 0;
  for (let pause = firstPause; ; pause = Math.min(pause * 1.5, longestPause)) {
    looks += 1;
    const job = await look().catch((error: unknown) => {
      // The service may need a moment to show a job that it has just taken on.
      if (isPnpError(error, "PNP_NAME_UNKNOWN") && looks < looksForNew) return undefined;
      // The look had all the time that was left.
      if (isPnpError(error, "PNP_TIMEOUT") && timeoutSeconds !== undefined) throw late();
      throw error;
    });
    if (job !== undefined) onProgress?.(job);
    if (job !== undefined && isOver(job)) return job;
    last = job ?? last;
    if (left() <= 0) throw late();
    await clock.sleep(Math.min(pause, left()), signal);
    if (signal?.aborted)
      throw stillRunning("PNP_ABORTED", jobId, last, "before waiting was given up");
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
