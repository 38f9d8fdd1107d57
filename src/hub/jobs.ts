import type { JsonRecord } from "../convention/record.js";
import type { HubClock } from "./clock.js";
import type { Job, JobRequest, JobType } from "./job.js";
import { deviceJobDocument, jobDocument } from "./job-document.js";
import { JobRuns, type JobSurroundings } from "./job-runs.js";
import { JobTable } from "./job-table.js";
import { parseCondition } from "./query/condition.js";
import type { Keyed } from "./query/page.js";
import { ServiceError } from "./service-error.js";
import { MemoryStore } from "./store/memory-store.js";
import type { Store } from "./store/store.js";

/** Running at one time, as in the largest tier. */
const mostRunning = 10;
const historyDays = 30;

/** Jobs over many devices, as services ask for them and about them. */
export class Jobs {
  readonly #jobs: JobTable;
  readonly #clock: HubClock;
  readonly #runs: JobRuns;
  #made = 0;

  constructor(clock: HubClock, hub: JobSurroundings, store: Store = new MemoryStore()) {
    this.#clock = clock;
    this.#jobs = new JobTable(store);
    for (const { sequence } of this.#jobs.all()) this.#made = Math.max(this.#made, sequence);
    this.#runs = new JobRuns(clock, hub, this.#jobs);
  }

  /** Refuses a condition that is none, an id that is taken, and more running jobs than a hub has. */
  create(request: JobRequest): JsonRecord {
    this.#forgetOld();
    parseCondition(request.queryCondition);
    if (this.#jobs.get(request.jobId)) {
      throw new ServiceError("JobAlreadyExists", `Job ${request.jobId} already exists`);
    }
    const created = this.#clock.now();
    const start = request.startTime ?? created;
    if (start <= created) this.#checkQuota();
    const job: Job = {
      ...request,
      sequence: ++this.#made,
      created,
      start,
      status: "scheduled",
      devices: [],
      cancelTimer: () => {},
    };
    this.#jobs.keep(job);
    this.#runs.startLater(job);
    return jobDocument(job, "queued");
  }

  /** The job as it stands; of an unknown one the service says just that. */
  get(jobId: string): JsonRecord {
    this.#forgetOld();
    const job = this.#jobs.get(jobId);
    return job ? jobDocument(job) : { jobId, type: "unknown", status: "unknown" };
  }

  /** What has not begun will not begin. A job that is over stays as it is. */
  cancel(jobId: string): JsonRecord {
    const job = this.#jobs.get(jobId);
    if (!job) throw new ServiceError("JobNotFound", `There is no job ${jobId}`);
    this.#runs.cancel(job);
    return jobDocument(job);
  }

  /** All jobs of a type and a status, in the order they were made. */
  *list(type: JobType | undefined, status: string | undefined): Iterable<Keyed<JsonRecord>> {
    this.#forgetOld();
    for (const job of this.#jobs.all()) {
      if (type !== undefined && job.work.type !== type) continue;
      // A job is queued for as long as nobody could tell that from scheduled.
      const asked = status === "queued" ? "scheduled" : status;
      if (asked !== undefined && job.status !== asked) continue;
      yield { key: paddedKey(job.sequence), value: jobDocument(job) };
    }
  }

  /** Every device of every job, in the order in which the jobs reached them. */
  deviceRows(): Iterable<Keyed<JsonRecord>> {
    return this.#jobs
      .all()
      .flatMap((job) => job.devices.map((device) => ({ job, device })))
      .sort((one, other) => one.device.sequence - other.device.sequence)
      .map(({ job, device }) => ({
        key: paddedKey(device.sequence),
        value: deviceJobDocument(job, device),
      }));
  }

  #checkQuota(): void {
    const running = this.#jobs.all().filter(({ status }) => status === "running").length;
    if (running < mostRunning) return;
    throw new ServiceError(
      "JobQuotaExceeded",
      `${running} jobs are running already, the most that run at one time`,
    );
  }

  #forgetOld(): void {
    const oldest = this.#clock.now().getTime() - historyDays * 86_400_000;
    for (const job of this.#jobs.all()) {
      if (job.end !== undefined && job.end.getTime() < oldest) this.#jobs.remove(job);
    }
  }
}

function paddedKey(number: number): string {
  return String(number).padStart(12, "0");
}
