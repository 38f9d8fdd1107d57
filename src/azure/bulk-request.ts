import type { CallOptions } from "../client/call-options.js";
import type { TargetId } from "../client/transport.js";
import type { PnpError } from "../errors.js";
import type { Attempt } from "./attempt.js";
import { targetName, translateSdkError } from "./error-translation.js";

/** What became of one identity of a bulk call. */
export interface BulkResult extends TargetId {
  readonly done: boolean;
  /** Why it was not done. */
  readonly error?: PnpError;
}

/** One identity of a bulk request in the words of the REST API. */
export interface BulkEntry {
  readonly target: TargetId;
  readonly body: Readonly<Record<string, unknown>>;
}

/** One bulk request, for one to a hundred identities. */
export interface BulkRequest {
  readonly host: string;
  /** Ends a sentence that starts with "Could not": `create the identity`. */
  readonly action: string;
  readonly entries: readonly BulkEntry[];
}

/** An identity of a bulk request; `importMode` is the REST API's word for what to do with it. */
export function bulkEntry(
  target: TargetId,
  importMode: string,
  members: Readonly<Record<string, unknown>>,
): BulkEntry {
  const { deviceId: id, moduleId } = target;
  const module = moduleId === undefined ? {} : { moduleId };
  return { target, body: { id, ...module, importMode, ...members } };
}

/** Sends the request and answers one result for each entry, in their order. */
export async function sendBulk(
  { host, action, entries }: BulkRequest,
  attempt: Attempt,
  options: CallOptions,
): Promise<readonly BulkResult[]> {
  const what = {
    action: `${action}s`.replace("identitys", "identities"),
    repeatable: false,
    options,
  };
  const failures = await attempt(what, async ({ request }) => {
    const body = JSON.stringify(entries.map((entry) => entry.body));
    try {
      return failuresIn((await request({ method: "POST", path: "/devices", body })).text) ?? [];
    } catch (error) {
      // When some of them failed the status is 400 and the body the same as otherwise.
      const failed = failuresIn((error as { readonly responseBody?: unknown }).responseBody);
      if (failed === undefined || failed.length === 0) throw error;
      return failed;
    }
  });
  return entries.map(({ target, body }) => {
    const failure = failures.find((one) => targetName(idOf(one)) === targetName(target));
    if (!failure) return { ...target, done: true };
    const creates = body.importMode === "create";
    const error = translateSdkError(asSdkError(failure), { action, host, target, creates });
    return { ...target, done: false, error };
  });
}

interface BulkFailure {
  readonly deviceId: string;
  readonly moduleId?: string | null;
  /** The name, or its number. */
  readonly errorCode: string | number;
  readonly errorStatus?: string;
}

function failuresIn(text: unknown): readonly BulkFailure[] | undefined {
  if (typeof text !== "string") return undefined;
  try {
    const body: { readonly errors?: readonly BulkFailure[] } = JSON.parse(text);
    return Array.isArray(body.errors) ? body.errors : undefined;
  } catch {
    return undefined;
  }
}

function idOf({ deviceId, moduleId }: BulkFailure): TargetId {
  return moduleId ? { deviceId, moduleId } : { deviceId };
}

/** What the status of the same failure would be outside of a bulk call. */
const statuses: Readonly<Record<string, number>> = {
  DeviceAlreadyExists: 409,
  ModuleAlreadyExistsOnDevice: 409,
  DeviceNotFound: 404,
  ModuleNotFound: 404,
  PreconditionFailed: 412,
  EtagDoesNotMatch: 412,
  ThrottlingException: 429,
  ThrottleBacklogLimitExceeded: 429,
  TooManyDevices: 413,
  TooManyModulesOnDevice: 413,
};

/** In the form in which the SDK would have thrown it. */
function asSdkError({ errorCode, errorStatus = "" }: BulkFailure): Error {
  const message = errorStatus || `the hub refused it (${errorCode})`;
  const numbered = typeof errorCode === "number";
  return Object.assign(new Error(message), {
    statusCode: numbered ? Math.floor(errorCode / 1000) : (statuses[errorCode] ?? 400),
    responseBody: JSON.stringify(
      numbered
        ? { errorCode, message }
        : { Message: `ErrorCode:${errorCode};${message}`, ExceptionMessage: "" },
    ),
  });
}
