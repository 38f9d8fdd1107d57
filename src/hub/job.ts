import type { JsonRecord } from "../convention/record.js";
import type { MethodRequest } from "./methods.js";

/** What a job does. */
export type JobType = "scheduleUpdateTwin" | "scheduleDeviceMethod";

/** `queued` is what the answer to a new job says; from then on a job is one of the others. */
export type JobStatus = "queued" | "scheduled" | "running" | "completed" | "failed" | "cancelled";

/** What a job does on every device. */
export type JobWork =
  | { readonly type: "scheduleUpdateTwin"; readonly update: JsonRecord }
  | {
      readonly type: "scheduleDeviceMethod";
      readonly method: MethodRequest;
      /** The method as it was asked for, to be shown again. */
      readonly asked: JsonRecord;
    };

/** A job as it was asked for. */
export interface JobRequest {
  readonly jobId: string;
  readonly work: JobWork;
  /** A condition over devices, or `*`. */
  readonly queryCondition: string;
  /** Absent: now. */
  readonly startTime?: Date;
  /** Seconds after its start when what is not done is given up. */
  readonly maxExecutionTime: number;
}

/** Where a job stands on one device. */
export type DeviceJobStatus = "scheduled" | "running" | "completed" | "failed" | "cancelled";

/** A job on one device. */
export interface DeviceJob {
  readonly deviceId: string;
  readonly jobId: string;
  /** Counts all of the hub. */
  readonly sequence: number;
  readonly created: Date;
  status: DeviceJobStatus;
  started?: Date;
  ended?: Date;
  updated: Date;
  /** What the device answered to a method; its payload as JSON. */
  response?: { readonly status: number; readonly payload: unknown };
  error?: { readonly code: string; readonly description: string };
}

/** A job as the hub keeps it. */
export interface Job extends JobRequest {
  /** Counts all of the hub. */
  readonly sequence: number;
  readonly created: Date;
  readonly start: Date;
  status: Exclude<JobStatus, "queued">;
  end?: Date;
  failureReason?: string;
  /** Empty until the job starts. */
  devices: readonly DeviceJob[];
  cancelTimer: () => void;
}
