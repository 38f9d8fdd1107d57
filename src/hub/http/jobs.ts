import { isRecord, type JsonRecord } from "../../convention/record.js";
import type { ServiceDemand } from "../access.js";
import { readEtag } from "../etag.js";
import type { HubCore } from "../hub-core.js";
import type { JobRequest, JobStatus, JobType, JobWork } from "../job.js";
import { takePage } from "../query/page.js";
import { ServiceError } from "../service-error.js";
import { readMethodRequest } from "./methods.js";
import { pageResponse, readPaging } from "./paging.js";
import type { RestRequest } from "./request.js";
import { json, type RestResponse, type Route } from "./route.js";

const read: ServiceDemand = { anyOf: ["ServiceConnect"], actions: ["jobs/read"] };
const write: ServiceDemand = { anyOf: ["ServiceConnect"], actions: ["jobs/write"] };
const cancel: ServiceDemand = { anyOf: ["ServiceConnect"], actions: ["jobs/delete"] };

/** Jobs over many devices. */
export const jobRoutes: readonly Route[] = [
  { method: "GET", path: "/jobs/v2/query", demand: read, handle: list },
  { method: "PUT", path: "/jobs/v2/{jobId}", demand: write, handle: create },
  {
    method: "GET",
    path: "/jobs/v2/{jobId}",
    demand: read,
    handle: (core, request) => json(core.jobs.get(request.param("jobId"))),
  },
  {
    method: "POST",
    path: "/jobs/v2/{jobId}/cancel",
    demand: cancel,
    handle: (core, request) => json(core.jobs.cancel(request.param("jobId"))),
  },
];

/** With the two that jobs of this hub never have. */
const statuses: readonly (JobStatus | "unknown" | "enqueued")[] = [
  "unknown",
  "enqueued",
  "queued",
  "scheduled",
  "running",
  "completed",
  "failed",
  "cancelled",
];
const types: readonly JobType[] = ["scheduleUpdateTwin", "scheduleDeviceMethod"];

function list(core: HubCore, request: RestRequest): RestResponse {
  const type = oneOf("jobType", types, request.query.get("jobType"));
  const status = oneOf("jobStatus", statuses, request.query.get("jobStatus"));
  const name = `jobs ${type ?? "*"} ${status ?? "*"}`;
  const page = takePage(name, () => core.jobs.list(type, status), readPaging(request));
  return pageResponse(page, "JobResponse");
}

function oneOf<T extends string>(
  name: string,
  allowed: readonly T[],
  text: string | null,
): T | undefined {
  if (text === null || text === "") return undefined;
  const found = allowed.find((each) => each.toLowerCase() === text.toLowerCase());
  if (found !== undefined) return found;
  throw new ServiceError("ArgumentInvalid", `${name} is ${text}; expected ${allowed.join(", ")}`);
}

function create(core: HubCore, request: RestRequest): RestResponse {
  return json(core.jobs.create(readJob(request.param("jobId"), request.jsonObject())));
}

const idPattern = /^[A-Za-z0-9\-:.+%_#*?!(),=@;$']{1,64}$/;
const longestExecution = 2_592_000;

function readJob(jobId: string, body: JsonRecord): JobRequest {
  if (!idPattern.test(jobId))
    refuse(`The job id ${jobId} is not valid: 1 to 64 of the characters that device ids have`);
  const named = body.jobId ?? jobId;
  if (typeof named === "object" || String(named) !== jobId) {
    refuse(`jobId is ${JSON.stringify(body.jobId)} in the body, but ${jobId} in the path`);
  }
  const { maxExecutionTimeInSeconds } = body;
  const queryCondition = body.queryCondition ?? "*";
  if (typeof queryCondition !== "string") refuse("queryCondition must be a text");
  const seconds = maxExecutionTimeInSeconds ?? 3600;
  if (!Number.isInteger(seconds) || Number(seconds) < 1 || Number(seconds) > longestExecution) {
    refuse(
      `maxExecutionTimeInSeconds is ${JSON.stringify(seconds)}; expected 1 to ${longestExecution}`,
    );
  }
  const startTime = readStart(body.startTime);
  return {
    jobId,
    work: readWork(body),
    queryCondition,
    maxExecutionTime: Number(seconds),
    ...(startTime === undefined ? {} : { startTime }),
  };
}

function readStart(value: unknown): Date | undefined {
  if (value === undefined || value === null || value === "") return undefined;
  const time = typeof value === "string" ? Date.parse(value) : Number.NaN;
  if (Number.isNaN(time))
    refuse(`startTime is ${JSON.stringify(value)}; expected an ISO 8601 instant`);
  return new Date(time);
}

function readWork({ type, updateTwin, cloudToDeviceMethod }: JsonRecord): JobWork {
  if (type === "scheduleUpdateTwin") {
    if (!isRecord(updateTwin)) return refuse("updateTwin must be a JSON object");
    checkJobEtag(updateTwin.etag);
    return { type, update: updateTwin };
  }
  if (type === "scheduleDeviceMethod") {
    if (!isRecord(cloudToDeviceMethod)) return refuse("cloudToDeviceMethod must be a JSON object");
    return { type, method: readMethodRequest(cloudToDeviceMethod), asked: cloudToDeviceMethod };
  }
  return refuse(`type is ${JSON.stringify(type ?? null)}; expected ${types.join(" or ")}`);
}

/** A job writes its twins whatever they have become; the service refuses one that says anything else. */
function checkJobEtag(etag: unknown): void {
  if (etag === undefined || etag === null) return;
  if (typeof etag === "string" && readEtag(etag) === "*") return;
  throw new ServiceError(
    "PreconditionFailed",
    `Precondition failed: updateTwin.etag is ${JSON.stringify(etag)}; a job takes only "*"`,
  );
}

function refuse(problem: string): never {
  throw new ServiceError("ArgumentInvalid", problem);
}
