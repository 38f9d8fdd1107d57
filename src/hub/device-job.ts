import type { DeviceJob, DeviceJobStatus } from "./job.js";
import { ServiceError } from "./service-error.js";

/** The job has reached the device. */
export function begin(device: DeviceJob, now: Date): void {
  device.status = "running";
  device.started = now;
  device.updated = now;
}

/** Nothing more happens on the device. */
export function finish(device: DeviceJob, status: DeviceJobStatus, now: Date): void {
  device.status = status;
  device.ended = now;
  device.updated = now;
}

/** It did not work on the device; the hub's own refusals say why. */
export function fail(device: DeviceJob, error: unknown, now: Date): void {
  device.error =
    error instanceof ServiceError
      ? { code: error.reason, description: error.message }
      : { code: "ServerError", description: "The hub failed." };
  finish(device, "failed", now);
}
