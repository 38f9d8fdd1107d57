import type { CallOptions } from "../call-options.js";
import type { Clock } from "../clock.js";
import type { JsonObject } from "../json.js";
import type { QueryOptions, QueryResult } from "./query-types.js";

/** What a job does, in the hub's words. */
export type JobType = "scheduleUpdateTwin" | "scheduleDeviceMethod";

/** `unknown` is what a hub says of a job that it does not show yet. */
export type JobStatus =
  | "queued"
  | "scheduled"
  | "running"
  | "completed"
  | "failed"
  | "cancelled"
  | "unknown";

/** How many devices of a job stand where. */
export interface JobStatistics {
  readonly deviceCount: number;
  readonly succeededCount: number;
  readonly failedCount: number;
  readonly runningCount: number;
  readonly pendingCount: number;
}

/** A job as the hub shows it; members beyond these are kept as they came. */
export interface Job {
  readonly jobId: string;
  readonly type: JobType;
  readonly status: JobStatus;
  readonly queryCondition?: string;
  /** RFC 3339 instants, as the hub writes them. */
  readonly createdTime?: string;
  readonly startTime?: string;
  readonly endTime?: string;
  readonly maxExecutionTimeInSeconds?: number;
  readonly failureReason?: string;
  readonly deviceJobStatistics?: JobStatistics;
  readonly [member: string]: unknown;
}

/** A job on one device; members beyond these are kept as they came. */
export interface DeviceJob {
  readonly deviceId: string;
  readonly jobId: string;
  readonly jobType: JobType;
  readonly status: "scheduled" | "running" | "completed" | "failed" | "cancelled";
  readonly error?: { readonly code?: string; readonly description?: string };
  readonly outcome?: {
    readonly deviceMethodResponse?: { readonly status: number; readonly payload: unknown } | null;
  };
  readonly [member: string]: unknown;
}

/** On which devices a job works, and when. */
export interface JobSettings {
  /** 1 to 64 letters, digits and `- . _ :`; default: a new one. */
  readonly jobId?: string;
  /** The condition of a query over devices, evaluated when the job starts; `*` for all. */
  readonly where: string;
  /** Default: now. */
  readonly startTime?: Date;
  /** Seconds after the start when devices not reached are given up; default 3600. */
  readonly maxExecutionSeconds?: number;
}

/** A job that patches twins; at least one of the two parts. */
export interface TwinUpdateJob extends JobSettings {
  /** A merge patch: what is left out stays, `null` removes. */
  readonly tags?: JsonObject;
  readonly desired?: Readonly<Record<string, unknown>>;
}

/** A job that invokes a direct method. */
export interface MethodJob extends JobSettings {
  /** The wire's name: `reboot` or `thermostat1*getMaxMinReport`. */
  readonly name: string;
  /** JSON value; default `null`. */
  readonly payload?: unknown;
  /** Seconds to wait for each device to connect: 0 to 300, default 0. */
  readonly connectTimeoutSeconds?: number;
  /** Seconds to wait for each device's answer: 5 to 300, default 30. */
  readonly responseTimeoutSeconds?: number;
}

/** Which jobs to list. */
export interface JobFilter extends QueryOptions {
  readonly type?: JobType;
  readonly status?: Exclude<JobStatus, "unknown">;
}

/** How long to wait for a job. Without `timeoutSeconds` as long as the job takes. */
export interface JobWaitOptions extends CallOptions {
  /** Told at every look at the job. */
  readonly onProgress?: (job: Job) => void;
  readonly clock?: Clock;
}

/** The jobs of one hub. Every failure is a `PnpError`. */
export interface HubJobs {
  /** A job that patches the twins of devices, whatever their etags. `PNP_CONFLICT` when the id is taken. */
  scheduleTwinUpdate(job: TwinUpdateJob, options?: CallOptions): Promise<Job>;
  /** A job that invokes a direct method on devices. `PNP_CONFLICT` when the id is taken. */
  scheduleMethod(job: MethodJob, options?: CallOptions): Promise<Job>;
  /** `PNP_NAME_UNKNOWN` when there is none of this id. */
  get(jobId: string, options?: CallOptions): Promise<Job>;
  list(filter?: JobFilter): QueryResult<Job>;
  /** Devices not reached yet are left alone; what is under way is not called back. */
  cancel(jobId: string, options?: CallOptions): Promise<Job>;
  /**
   * Resolves when the job has completed, failed or been cancelled: look at its status and statistics. Giving up with
   * `PNP_TIMEOUT` or `PNP_ABORTED` leaves the job running; {@link HubJobs.cancel} ends it.
   */
  wait(jobId: string, options?: JobWaitOptions): Promise<Job>;
  /** How it went on each device. */
  results(jobId: string, options?: QueryOptions): QueryResult<DeviceJob>;
}
