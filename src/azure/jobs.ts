import type { CallOptions } from "../client/call-options.js";
import { checkTimeouts } from "../client/command-timeouts.js";
import { methodJobBody, updateJobBody } from "../client/fleet/job-body.js";
import type { DeviceJob, HubJobs, Job, JobFilter, JobSettings } from "../client/fleet/job-types.js";
import type { QueryPage } from "../client/fleet/query-types.js";
import { waitForJob } from "../client/fleet/wait-for-job.js";
import { requireObject, requireText } from "../client/require-argument.js";
import { toTwinJson } from "../client/twin-numbers.js";
import { parseExactJson } from "../convention/json-text.js";
import type { JsonRecord } from "../convention/record.js";
import { isPnpError, PnpError } from "../errors.js";
import type { Attempt } from "./attempt.js";
import { requireExact, toExactJson } from "./exact-numbers.js";
import { checkJobId, checkSettings } from "./job-checks.js";
import { pagedResult } from "./paged-result.js";
import { checkPageSize, type HubQueries, jobResultsQuery } from "./query.js";
import { queryInvalid } from "./query-invalid.js";

/** The jobs of a hub over the JobClient of azure-iothub. */
export function createJobs(attempt: Attempt, queries: HubQueries): HubJobs {
  const jobs: HubJobs = {
    async scheduleTwinUpdate(job, options) {
      checkSettings(job);
      if (job.tags === undefined && job.desired === undefined) throw nothingToDo();
      if (job.tags !== undefined) requireObject(job.tags, "The tags of the job");
      if (job.desired !== undefined)
        requireObject(job.desired, "The desired properties of the job");
      const { updateTwin, ...settings } = updateJobBody(job);
      const update = toTwinJson(updateTwin, "The twin update of the job");
      return schedule(attempt, job, { ...settings, updateTwin: update }, options);
    },

    async scheduleMethod(job, options) {
      checkSettings(job);
      requireText(job.name, "The name of the method");
      checkTimeouts(job);
      const body = toExactJson(methodJobBody(job), `the request of ${job.name}`) as JsonRecord;
      return schedule(attempt, job, body, options);
    },

    async get(jobId, options) {
      checkJobId(jobId);
      const action = `read the job ${jobId}`;
      const answer = await attempt(
        { action, repeatable: true, reads: true, options },
        ({ jobs: client }) => client.getJob(jobId),
      );
      const job = jobOf(answer.jobStatus);
      // The service answers 200 for a job that it does not know.
      if (job.status === "unknown") throw noSuchJob(jobId);
      return job;
    },

    list: (filter = {}) => listJobs(attempt, filter),

    async cancel(jobId, options) {
      checkJobId(jobId);
      try {
        const action = `cancel the job ${jobId}`;
        // To cancel what is cancelled changes nothing.
        const answer = await attempt({ action, repeatable: true, options }, ({ jobs: client }) =>
          client.cancelJob(jobId),
        );
        return jobOf(answer.jobStatus);
      } catch (error) {
        throw isPnpError(error, "PNP_DEVICE_NOT_FOUND") ? noSuchJob(jobId, error) : error;
      }
    },

    wait: (jobId, options) => waitForJob(jobs, jobId, options),

    results(jobId, options) {
      checkJobId(jobId);
      return queries.query<DeviceJob>(jobResultsQuery(jobId), options);
    },
  };
  return jobs;
}

/**
 * Makes the request itself: the SDK turns the method payloads `false`, `0` and `""` into `null`, and has no connect
 * time-out for them.
 */
async function schedule(
  attempt: Attempt,
  settings: JobSettings,
  body: JsonRecord,
  options: CallOptions | undefined,
): Promise<Job> {
  const { where, jobId = `twinplug-${crypto.randomUUID()}` } = settings;
  checkJobId(jobId);
  try {
    const answer = await attempt(
      { action: `schedule the job ${jobId}`, repeatable: false, options },
      ({ request }) =>
        request({
          method: "PUT",
          path: `/jobs/v2/${encodeURIComponent(jobId)}`,
          body: JSON.stringify({ jobId, ...body }),
        }),
    );
    return jobOf(parseExactJson(answer.text));
  } catch (error) {
    const isQuery = isPnpError(error, "PNP_PAYLOAD_INVALID") && / at line \d+/.test(error.message);
    throw isQuery ? queryInvalid(where, error) : error;
  }
}

function listJobs(attempt: Attempt, filter: JobFilter): ReturnType<HubJobs["list"]> {
  requireObject(filter, "The filter of the jobs");
  const { type, status, pageSize, continuation, ...call } = filter;
  checkPageSize(pageSize);
  return pagedResult<Job>(async (token): Promise<QueryPage<Job>> => {
    const answer = await attempt(
      { action: "list the jobs", repeatable: true, reads: true, options: call },
      // The SDK's type of a status lacks those that the service knows by other names.
      ({ jobs: client }) =>
        client
          .createQuery(type, status as Parameters<typeof client.createQuery>[1], pageSize)
          .next(token ?? ""),
    );
    const next = answer.message.headers["x-ms-continuation"];
    const rows: readonly unknown[] = Array.isArray(answer.result) ? answer.result : [];
    return {
      rows: rows.map(jobOf),
      ...(typeof next === "string" && next !== "" ? { continuation: next } : {}),
    };
  }, continuation);
}

function jobOf(answer: unknown): Job {
  requireExact(answer, "the job");
  return answer as Job;
}

function nothingToDo(): PnpError {
  return new PnpError("PNP_USAGE", "The job changes nothing: it has neither tags nor desired.");
}

function noSuchJob(jobId: string, cause?: PnpError): PnpError {
  return new PnpError("PNP_NAME_UNKNOWN", `The hub has no job ${jobId}.`, {
    hint: "List the jobs to see their ids. The hub keeps them for 30 days.",
    ...(cause && { cause: cause.cause }),
  });
}
