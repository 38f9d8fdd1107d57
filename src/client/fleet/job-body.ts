import type { CommandTimeouts } from "../transport.js";
import type { JobSettings, MethodJob, TwinUpdateJob } from "./job-types.js";

const defaultSeconds = 3600;

/** The body of the request that schedules a twin update, but for the job's id. */
export function updateJobBody(job: TwinUpdateJob): Readonly<Record<string, unknown>> {
  const { tags, desired } = job;
  return {
    type: "scheduleUpdateTwin",
    updateTwin: {
      etag: "*",
      ...(tags === undefined ? {} : { tags }),
      ...(desired === undefined ? {} : { properties: { desired } }),
    },
    ...common(job),
  };
}

/** The body of the request that schedules a direct method, but for the job's id. */
export function methodJobBody(job: MethodJob): Readonly<Record<string, unknown>> {
  return { type: "scheduleDeviceMethod", cloudToDeviceMethod: methodBody(job), ...common(job) };
}

/** A direct method as it stands in a job and in a request of its own, time-outs included. */
export function methodBody(
  method: CommandTimeouts & { readonly name: string; readonly payload?: unknown },
): Readonly<Record<string, unknown>> {
  const { name, payload = null, connectTimeoutSeconds = 0, responseTimeoutSeconds = 30 } = method;
  return {
    methodName: name,
    payload,
    connectTimeoutInSeconds: connectTimeoutSeconds,
    responseTimeoutInSeconds: responseTimeoutSeconds,
  };
}

function common({ where, startTime, maxExecutionSeconds = defaultSeconds }: JobSettings): object {
  return {
    queryCondition: where,
    startTime: startTime?.toISOString() ?? null,
    maxExecutionTimeInSeconds: maxExecutionSeconds,
  };
}
