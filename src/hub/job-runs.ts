import { parseExactJson } from "../convention/json-text.js";
import type { JsonRecord } from "../convention/record.js";
import type { HubClock } from "./clock.js";
import { begin, fail, finish } from "./device-job.js";
import type { DeviceJob, Job } from "./job.js";
import type { JobTable } from "./job-table.js";
import type { MethodAnswer, MethodRequest } from "./methods.js";
import { type Condition, parseCondition } from "./query/condition.js";
import { ServiceError } from "./service-error.js";

/** What a job needs of its hub. */
export interface JobSurroundings {
  /** The ids of the devices whose twins meet the condition. */
  find(condition: Condition): readonly string[];
  updateTwin(deviceId: string, update: JsonRecord): void;
  invokeMethod(deviceId: string, method: MethodRequest): Promise<MethodAnswer>;
  /** The milliseconds that so many more devices have to wait for; absent: never any. */
  pace?(count: number): number;
}

/** Twin updates in one go; then others have their turn. */
const twinsPerSlice = 50;
/** Methods of one job that wait for their devices at one time. */
const methodsAtOnce = 10;

/** Jobs on their way: each begins at its time, finds its devices then, and goes through them bit by bit. */
export class JobRuns {
  readonly #clock: HubClock;
  readonly #hub: JobSurroundings;
  readonly #jobs: JobTable;
  /** Counts the devices that all jobs have reached. */
  #sequence = 0;

  /** Jobs of the table that are not over go on. */
  constructor(clock: HubClock, hub: JobSurroundings, jobs: JobTable) {
    this.#clock = clock;
    this.#hub = hub;
    this.#jobs = jobs;
    for (const job of jobs.all()) {
      for (const { sequence } of job.devices) this.#sequence = Math.max(this.#sequence, sequence);
      this.#resume(job);
    }
  }

  /** What has not begun will not begin. A job that is over stays as it is. */
  cancel(job: Job): void {
    if (job.status !== "scheduled" && job.status !== "running") return;
    this.#giveUp(job, "cancelled");
    this.#end(job, "cancelled");
  }

  /** Begins at the job's time. */
  startLater(job: Job): void {
    const wait = job.start.getTime() - this.#clock.now().getTime();
    // The hub's clock may be slower than its timers: it can be given from outside.
    job.cancelTimer = this.#clock.after(Math.max(wait, 0), () =>
      this.#clock.now() < job.start ? this.startLater(job) : this.#start(job),
    );
  }

  #start(job: Job): void {
    const created = this.#clock.now();
    job.status = "running";
    job.devices = this.#hub.find(parseCondition(job.queryCondition)).map((deviceId) => ({
      deviceId,
      jobId: job.jobId,
      sequence: ++this.#sequence,
      created,
      updated: created,
      status: "scheduled",
    }));
    this.#jobs.keep(job);
    for (const device of job.devices) this.#jobs.keepDevice(device);
    this.#run(job, job.maxExecutionTime * 1000);
  }

  /** A job of before the hub's last start goes on where it was. */
  #resume(job: Job): void {
    if (job.status === "scheduled") this.startLater(job);
    if (job.status !== "running") return;
    const now = this.#clock.now();
    for (const device of job.devices) {
      if (device.status !== "running") continue;
      fail(
        device,
        new ServiceError("ServerError", "The hub was restarted before an answer came"),
        now,
      );
      this.#jobs.keepDevice(device);
    }
    const end = job.start.getTime() + job.maxExecutionTime * 1000;
    job.cancelTimer = this.#clock.after(0, () => this.#run(job, end - now.getTime()));
  }

  #run(job: Job, milliseconds: number): void {
    job.cancelTimer = this.#clock.after(Math.max(milliseconds, 0), () => this.#expire(job));
    const waiting = job.devices.filter(({ status }) => status === "scheduled");
    if (job.work.type === "scheduleUpdateTwin") this.#updateSlice(job, job.work.update, waiting);
    else this.#invokeAll(job, job.work.method, waiting.values());
  }

  /** One slice of twin updates; the next one follows when everybody else had a turn. */
  #updateSlice(job: Job, update: JsonRecord, waiting: readonly DeviceJob[]): void {
    if (job.status !== "running") return;
    const slice = waiting.slice(0, twinsPerSlice);
    for (const device of slice) {
      begin(device, this.#clock.now());
      try {
        this.#hub.updateTwin(device.deviceId, update);
        finish(device, "completed", this.#clock.now());
      } catch (error) {
        fail(device, error, this.#clock.now());
      }
      this.#jobs.keepDevice(device);
    }
    const rest = waiting.slice(twinsPerSlice);
    if (rest.length === 0) this.#end(job, "completed");
    else {
      const wait = this.#hub.pace?.(slice.length) ?? 0;
      this.#clock.after(wait, () => this.#updateSlice(job, update, rest));
    }
  }

  /** Some devices at one time; each answer makes room for another. */
  #invokeAll(job: Job, method: MethodRequest, waiting: Iterator<DeviceJob, unknown>): void {
    let running = 0;
    const fill = (): void => {
      while (job.status === "running" && running < methodsAtOnce) {
        const next = waiting.next();
        if (next.done) break;
        running += 1;
        void this.#invoke(next.value, method).then(() => {
          running -= 1;
          fill();
        });
      }
      if (job.status === "running" && running === 0) this.#end(job, "completed");
    };
    fill();
  }

  async #invoke(device: DeviceJob, method: MethodRequest): Promise<void> {
    const wait = this.#hub.pace?.(1) ?? 0;
    if (wait > 0) await new Promise<void>((resolve) => this.#clock.after(wait, resolve));
    // It may have been given up in the meantime.
    if (device.status !== "scheduled") return;
    begin(device, this.#clock.now());
    this.#jobs.keepDevice(device);
    let settle: () => void;
    try {
      const { status, payload } = await this.#hub.invokeMethod(device.deviceId, method);
      const response = { status, payload: payload === "" ? null : parseExactJson(payload) };
      settle = () => {
        device.response = response;
        finish(device, "completed", this.#clock.now());
      };
    } catch (error) {
      settle = () => fail(device, error, this.#clock.now());
    }
    if (!isRunning(device)) return;
    settle();
    this.#jobs.keepDevice(device);
  }

  #expire(job: Job): void {
    if (job.status !== "running") return;
    job.failureReason = `The job was not done within ${job.maxExecutionTime} seconds.`;
    this.#giveUp(job, "failed");
    this.#end(job, "failed");
  }

  /** Devices that the job has not reached; out of time it gives up the others too: their answers come too late. */
  #giveUp(job: Job, status: "failed" | "cancelled"): void {
    for (const device of job.devices) {
      const isOpen = device.status === "scheduled" || device.status === "running";
      if (status === "failed" ? !isOpen : device.status !== "scheduled") continue;
      if (status === "failed") {
        device.error = { code: "JobTimedOut", description: job.failureReason ?? "" };
      }
      finish(device, status, this.#clock.now());
      this.#jobs.keepDevice(device);
    }
  }

  #end(job: Job, status: "completed" | "failed" | "cancelled"): void {
    job.cancelTimer();
    job.status = status;
    job.end = this.#clock.now();
    this.#jobs.keep(job);
  }
}

/** Asked anew after an answer has been waited for. */
function isRunning({ status }: DeviceJob): boolean {
  return status === "running";
}
