import type { CallOptions } from "../call-options.js";
import type { ServiceTarget } from "../transport.js";
import type { FleetRequest, FleetRow } from "./fleet-types.js";
import type { DeviceJob, HubJobs, Job, JobSettings } from "./job-types.js";

/** What a row tells beside the device and the outcome. */
export type DeviceOutcome<R> = Omit<FleetRow<R>, "deviceId" | "outcome" | "error">;

/** One thing to do on every device, already checked against the model: by both routes. */
export interface FleetAction<R> {
  schedule(jobs: HubJobs, settings: JobSettings, options: CallOptions): Promise<Job>;
  jobRequest(settings: JobSettings): FleetRequest;
  /** What a job's success on a device means. Throws a `PnpError` when it means a failure. */
  readJob(row: DeviceJob): DeviceOutcome<R>;
  act(target: ServiceTarget, options: CallOptions): Promise<DeviceOutcome<R>>;
  directRequest(deviceId: string): FleetRequest;
}
