import { parseExactJson } from "../convention/json-text.js";
import type { JsonRecord } from "../convention/record.js";
import type { HubClock } from "./clock.js";
import { begin, fail, finish } from "./device-job.js";
import type { DeviceJob, Job, JobRequest, JobStatus, JobType } from "./job.js";
import { deviceJobDocument, jobDocument } from "./job-document.js";
import type { MethodAnswer, MethodRequest } from "./methods.js";
import { type Condition, parseCondition } from "./query/condition.js";
import type { Keyed } from "./query/page.js";
import { ServiceError } from "./service-error.js";

/** What a job needs of its hub. */
export interface JobSurroundings {
  /** The ids of the devices whose twins meet the condition. */
  find(condition: Condition): readonly string[];
  updateTwin(deviceId: string, update: JsonRecord): void;
  invokeMethod(deviceId: string, method: MethodRequest): Promise<MethodAnswer>;
}

/** Running at one time, as in the largest tier. */
const mostRunning = 10;
/** Twin updates in one go; then others have their turn. */
const twinsPerSlice = 50;
/** Methods of one job that wait for their devices at one time. */
const methodsAtOnce = 10;
const historyDays = 30;

/** Jobs over many devices: each begins at its time, finds its devices then, and goes through them bit by bit. */
export class Jobs {
  readonly #jobs = new Map<string, Job>();
  readonly #clock: HubClock;
  readonly #hub: JobSurroundings;
  #made = 0;
  #sequence = 0;

  constructor(clock: HubClock, hub: JobSurroundings) {
    this.#clock = clock;
    this.#hub = hub;
  }

  /** Refuses a condition that is none, an id that is taken, and more running jobs than a hub has. */
  create(request: JobRequest): JsonRecord {
    this.#forgetOld();
    parseCondition(request.queryCondition);
    if (this.#jobs.has(request.jobId)) {
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
    this.#jobs.set(job.jobId, job);
    this.#startLater(job);
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
    if (job.status === "scheduled" || job.status === "running") {
      this.#giveUp(job, "cancelled");
      this.#end(job, "cancelled");
    }
    return jobDocument(job);
  }

  /** All jobs of a type and a status, in the order they were made. */
  *list(type: JobType | undefined, status: JobStatus | undefined): Iterable<Keyed<JsonRecord>> {
    this.#forgetOld();
    for (const job of this.#jobs.values()) {
      if (type !== undefined && job.work.type !== type) continue;
      // A job is queued for as long as nobody could tell that from scheduled.
      const asked = status === "queued" ? "scheduled" : status;
      if (asked !== undefined && job.status !== asked) continue;
      yield { key: paddedKey(job.sequence), value: jobDocument(job) };
    }
  }

  /** Every device of every job, in the order in which the jobs reached them. */
  deviceRows(): Iterable<Keyed<JsonRecord>> {
    return [...this.#jobs.values()]
      .flatMap((job) => job.devices.map((device) => ({ job, device })))
      .sort((one, other) => one.device.sequence - other.device.sequence)
      .map(({ job, device }) => ({
        key: paddedKey(device.sequence),
        value: deviceJobDocument(job, device),
      }));
  }

  #startLater(job: Job): void {
    const wait = job.start.getTime() - this.#clock.now().getTime();
    // A timer may be shorter than asked: no timer runs for months.
    job.cancelTimer = this.#clock.after(Math.max(wait, 0), () =>
      this.#clock.now() < job.start ? this.#startLater(job) : this.#start(job),
    );
  }

  #start(job: Job): void {
    const created = this.#clock.now();
    job.status = "running";
    job.devices = this.#hub.find(parseCondition(job.queryCondition)).map((deviceId) => ({
      deviceId,
      sequence: ++this.#sequence,
      created,
      updated: created,
      status: "scheduled",
    }));
    job.cancelTimer = this.#clock.after(job.maxExecutionTime * 1000, () => this.#expire(job));
    if (job.work.type === "scheduleUpdateTwin") this.#updateSlice(job, job.work.update, 0);
    else this.#invokeAll(job, job.work.method);
  }

  /** One slice of twin updates; the next one follows when everybody else had a turn. */
  #updateSlice(job: Job, update: JsonRecord, from: number): void {
    if (job.status !== "running") return;
    for (const device of job.devices.slice(from, from + twinsPerSlice)) {
      begin(device, this.#clock.now());
      try {
        this.#hub.updateTwin(device.deviceId, update);
        finish(device, "completed", this.#clock.now());
      } catch (error) {
        fail(device, error, this.#clock.now());
      }
    }
    const next = from + twinsPerSlice;
    if (next >= job.devices.length) this.#end(job, "completed");
    else this.#clock.after(0, () => this.#updateSlice(job, update, next));
  }

  /** Some devices at one time; each answer makes room for another. */
  #invokeAll(job: Job, method: MethodRequest): void {
    const waiting = job.devices.values();
    let running = 0;
    const fill = (): void => {
      while (job.status === "running" && running < methodsAtOnce) {
        const { value: device } = waiting.next();
        if (device === undefined) break;
        running += 1;
        void this.#invoke(device, method).then(() => {
          running -= 1;
          fill();
        });
      }
      if (job.status === "running" && running === 0) this.#end(job, "completed");
    };
    fill();
  }

  async #invoke(device: DeviceJob, method: MethodRequest): Promise<void> {
    begin(device, this.#clock.now());
    try {
      const { status, payload } = await this.#hub.invokeMethod(device.deviceId, method);
      device.response = { status, payload: payload === "" ? null : parseExactJson(payload) };
      finish(device, "completed", this.#clock.now());
    } catch (error) {
      fail(device, error, this.#clock.now());
    }
  }

  #expire(job: Job): void {
    if (job.status !== "running") return;
    job.failureReason = `The job was not done within ${job.maxExecutionTime} seconds.`;
    this.#giveUp(job, "failed");
    this.#end(job, "completed");
  }

  /** Devices that the job has not reached; what is under way comes to its own end. */
  #giveUp(job: Job, status: "failed" | "cancelled"): void {
    for (const device of job.devices) {
      if (device.status !== "scheduled") continue;
      if (status === "failed") {
        device.error = { code: "JobTimedOut", description: job.failureReason ?? "" };
      }
      finish(device, status, this.#clock.now());
    }
  }

  #end(job: Job, status: "completed" | "cancelled"): void {
    job.cancelTimer();
    job.status = status;
    job.end = this.#clock.now();
  }

  #checkQuota(): void {
    const running = [...this.#jobs.values()].filter(({ status }) => status === "running").length;
    if (running < mostRunning) return;
    throw new ServiceError(
      "JobQuotaExceeded",
      `${running} jobs are running already, the most that run at one time`,
    );
  }

  #forgetOld(): void {
    const oldest = this.#clock.now().getTime() - historyDays * 86_400_000;
    for (const [id, { end }] of this.#jobs) {
      if (end !== undefined && end.getTime() < oldest) this.#jobs.delete(id);
    }
  }
}

function paddedKey(number: number): string {
  return String(number).padStart(12, "0");
}
