import type { PnpError } from "../../errors.js";
import type { CallOptions } from "../call-options.js";
import type { Clock } from "../clock.js";
import type { ServiceTarget } from "../transport.js";
import type { HubJobs } from "./job-types.js";
import type { QueryOptions, QueryResult } from "./query-types.js";

/** What fleet operations need of a hub; the connection that `connectHub` gives has it. */
export interface FleetHub {
  device(id: string): ServiceTarget;
  query<T>(sql: string, options?: QueryOptions): QueryResult<T>;
  readonly jobs: HubJobs;
}

/** How an operation reaches the devices: as a job that the hub runs, or one call for each from here. */
export type FleetRoute = "job" | "direct";

/** How an operation on many devices runs. `Job` and `Direct` say for which route an option is. */
export interface FleetOptions extends CallOptions {
  /** Default `job`. */
  readonly via?: FleetRoute;
  /** Find and check everything, and say what would be sent; send nothing. */
  readonly dryRun?: boolean;
  /** Told whenever a device is done or a job was looked at. */
  readonly onProgress?: (progress: FleetProgress) => void;
  /** Stops: no device is begun any more, a running job is cancelled. The table so far is the result. */
  readonly signal?: AbortSignal;
  /** Seconds for everything; then as with `signal`. Default: no limit. */
  readonly timeoutSeconds?: number;
  /** Direct: devices at one time, default 10. */
  readonly concurrency?: number;
  /** Direct updates: how often to read again and repeat when somebody else was first; default 0. */
  readonly retry?: number;
  /** Job: its id. When the devices are too many for one job, the others have `-2`, `-3` behind it. */
  readonly jobId?: string;
  /** Job: when it starts; default now. */
  readonly startTime?: Date;
  /** Job: seconds after its start when devices not reached are given up; default 3600. */
  readonly maxExecutionSeconds?: number;
  /** Job: `false` resolves as soon as all jobs are scheduled. */
  readonly wait?: boolean;
  /** Take devices that announced no model for ones of this model. Those of another model are left out all the same. */
  readonly assumeModel?: boolean;
  readonly clock?: Clock;
}

/**
 * - `succeeded`: the twin is changed, or the command answered a status below 400 and a response of its model;
 * - `failed`: `error` says why;
 * - `left-out`: the query found it, but nothing was sent: it is of another model or of none;
 * - `not-sent`: a dry run, or stopped before its turn;
 * - `scheduled`: a job will reach it;
 * - `unknown`: it was under way when waiting ended.
 */
export type FleetOutcome =
  | "succeeded"
  | "failed"
  | "left-out"
  | "not-sent"
  | "scheduled"
  | "unknown";

/** How it went on one device. */
export interface FleetRow<R = unknown> {
  readonly deviceId: string;
  readonly outcome: FleetOutcome;
  /** The status a command was answered with. */
  readonly status?: number;
  /** The response of a command, as programs read it. */
  readonly response?: R;
  /** Direct updates: the desired `$version` that was made. */
  readonly version?: number;
  readonly error?: PnpError;
}

/** How far an operation is. */
export interface FleetProgress {
  /** Devices to reach; those left out are not counted. */
  readonly devices: number;
  readonly succeeded: number;
  readonly failed: number;
}

/** One request as it goes out. */
export interface FleetRequest {
  readonly method: "PUT" | "PATCH" | "POST";
  readonly path: string;
  readonly body: unknown;
}

/** How it went. Failures of single devices are no exception but rows; see `requireAll`. */
export interface FleetResult<R = unknown> {
  /** Whether every device that was not left out succeeded (or was scheduled, or this was a dry run). */
  readonly ok: boolean;
  readonly via: FleetRoute;
  readonly dryRun: boolean;
  /** Whether it was stopped by the signal or the time-out. */
  readonly stopped: boolean;
  /** Of a dry run: what would be sent. */
  readonly requests: readonly FleetRequest[];
  readonly jobIds: readonly string[];
  /** One row for every device that the query found. */
  readonly devices: readonly FleetRow<R>[];
}
