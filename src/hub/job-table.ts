import type { DeviceJob, Job } from "./job.js";
import type { RecordForm, Store } from "./store/store.js";

/** The jobs of a hub, in the order they were made. Of each device there is a record of its own: jobs may be large. */
export class JobTable {
  readonly #jobs: Map<string, Job>;
  readonly #devices: Map<string, DeviceJob>;

  constructor(store: Store) {
    this.#jobs = store.map("jobs", jobRecords);
    this.#devices = store.map("device jobs", deviceJobRecords);
    const devices = [...this.#devices.values()].sort((one, other) => one.sequence - other.sequence);
    const byJob = new Map<string, DeviceJob[]>();
    for (const device of devices) {
      const own = byJob.get(device.jobId) ?? [];
      own.push(device);
      byJob.set(device.jobId, own);
    }
    for (const job of this.#jobs.values()) job.devices = byJob.get(job.jobId) ?? [];
  }

  get(jobId: string): Job | undefined {
    return this.#jobs.get(jobId);
  }

  all(): readonly Job[] {
    return [...this.#jobs.values()];
  }

  /** The job is new, or has changed; its devices are told of one by one. */
  keep(job: Job): void {
    this.#jobs.set(job.jobId, job);
  }

  keepDevice(device: DeviceJob): void {
    this.#devices.set(String(device.sequence), device);
  }

  remove({ jobId, devices }: Job): void {
    this.#jobs.delete(jobId);
    for (const { sequence } of devices) this.#devices.delete(String(sequence));
  }
}

/** As JSON has them: dates are texts. */
type Kept<T, K extends keyof T> = Omit<T, K> & { readonly [name in K]?: string };

const jobRecords: RecordForm<Job> = {
  write: ({ devices: _devices, cancelTimer: _timer, ...job }) => job,
  read(json) {
    const { startTime, created, start, end, ...job } = json as Kept<
      Omit<Job, "devices" | "cancelTimer">,
      "startTime" | "created" | "start" | "end"
    >;
    return {
      ...job,
      ...(startTime === undefined ? {} : { startTime: new Date(startTime) }),
      ...(end === undefined ? {} : { end: new Date(end) }),
      created: new Date(created ?? 0),
      start: new Date(start ?? 0),
      devices: [],
      cancelTimer: () => {},
    };
  },
};

const deviceJobRecords: RecordForm<DeviceJob> = {
  write: (device) => device,
  read(json) {
    const { created, started, ended, updated, ...device } = json as Kept<
      DeviceJob,
      "created" | "started" | "ended" | "updated"
    >;
    return {
      ...device,
      ...(started === undefined ? {} : { started: new Date(started) }),
      ...(ended === undefined ? {} : { ended: new Date(ended) }),
      created: new Date(created ?? 0),
      updated: new Date(updated ?? 0),
    };
  },
};
