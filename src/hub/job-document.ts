import type { JsonRecord } from "../convention/record.js";
import type { DeviceJob, DeviceJobStatus, Job, JobStatus } from "./job.js";

/** A job as the service's API shows it. */
export function jobDocument(job: Job, status: JobStatus = job.status): JsonRecord {
  const { work } = job;
  return {
    jobId: job.jobId,
    type: work.type,
    status,
    queryCondition: job.queryCondition,
    createdTime: job.created.toISOString(),
    startTime: job.start.toISOString(),
    ...(job.end === undefined ? {} : { endTime: job.end.toISOString() }),
    maxExecutionTimeInSeconds: job.maxExecutionTime,
    ...(work.type === "scheduleUpdateTwin"
      ? { updateTwin: work.update }
      : { cloudToDeviceMethod: work.asked }),
    ...(job.failureReason === undefined ? {} : { failureReason: job.failureReason }),
    deviceJobStatistics: statistics(job.devices),
  };
}

function statistics(devices: readonly DeviceJob[]): JsonRecord {
  const count = (...statuses: readonly DeviceJobStatus[]): number =>
    devices.filter(({ status }) => statuses.includes(status)).length;
  return {
    deviceCount: devices.length,
    failedCount: count("failed", "cancelled"),
    succeededCount: count("completed"),
    runningCount: count("running"),
    pendingCount: count("scheduled"),
  };
}

/** A job on one device, as a row of `devices.jobs`. */
export function deviceJobDocument(job: Job, device: DeviceJob): JsonRecord {
  return {
    deviceId: device.deviceId,
    jobId: job.jobId,
    jobType: job.work.type,
    status: device.status,
    ...(device.started === undefined ? {} : { startTimeUtc: device.started.toISOString() }),
    ...(device.ended === undefined ? {} : { endTimeUtc: device.ended.toISOString() }),
    createdDateTimeUtc: device.created.toISOString(),
    lastUpdatedDateTimeUtc: device.updated.toISOString(),
    ...(device.error === undefined ? {} : { error: device.error }),
    outcome: { deviceMethodResponse: device.response ?? null },
  };
}
