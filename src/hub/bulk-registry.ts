import { isRecord, type JsonRecord } from "../convention/record.js";
import type { HubCore } from "./hub-core.js";
import { ServiceError } from "./service-error.js";
import { clientId, type Target } from "./target.js";

const mostEntries = 100;

/** What went wrong with one identity of a bulk call. */
export interface BulkFailure {
  readonly target: Target;
  readonly error: ServiceError;
  /** The import mode as the caller wrote it. */
  readonly operation: string;
}

interface BulkEntry {
  readonly target: Target;
  readonly mode: string;
  readonly body: JsonRecord;
}

type Work = (core: HubCore, entry: BulkEntry) => void;

/** By the lower-case name of the import mode. */
const modes: Readonly<Record<string, Work>> = {
  create: (core, { target, body }) => {
    core.createIdentity(target, body);
    try {
      writeTwin(core, target, body, undefined);
    } catch (error) {
      // An identity is made with its twin or not at all.
      core.deleteIdentity(target, "*");
      throw error;
    }
  },
  update: (core, { target, body }) => {
    core.updateIdentity(target, body, "*");
    writeTwin(core, target, body, undefined);
  },
  updateifmatchetag: (core, { target, body }) => {
    core.updateIdentity(target, body, etagOf(body, "etag"));
    writeTwin(core, target, body, undefined);
  },
  delete: (core, { target }) => core.deleteIdentity(target, "*"),
  deleteifmatchetag: (core, { target, body }) => core.deleteIdentity(target, etagOf(body, "etag")),
  updatetwin: (core, { target, body }) => writeTwin(core, target, body, undefined),
  updatetwinifmatchetag: (core, { target, body }) =>
    writeTwin(core, target, body, etagOf(body, "twinetag")),
};

/**
 * Creates, updates or deletes up to a hundred identities, each by its own import mode. One that fails keeps no other
 * from being done; the answer is the failures. A list that is none throws.
 */
export function applyBulk(core: HubCore, list: unknown): readonly BulkFailure[] {
  if (!Array.isArray(list) || list.length === 0 || list.length > mostEntries) {
    throw new ServiceError(
      "ArgumentInvalid",
      `A bulk call takes an array of 1 to ${mostEntries} identities`,
    );
  }
  const entries = list.map(readEntry);
  const counts = new Map<string, number>();
  for (const { target } of entries) {
    counts.set(clientId(target), (counts.get(clientId(target)) ?? 0) + 1);
  }
  return entries.flatMap((entry) => {
    const twice = (counts.get(clientId(entry.target)) ?? 0) > 1;
    const error = twice ? definedTwice(entry.target) : apply(core, entry);
    return error ? [{ target: entry.target, error, operation: entry.mode }] : [];
  });
}

function apply(core: HubCore, entry: BulkEntry): ServiceError | undefined {
  try {
    const mode = entry.mode.toLowerCase();
    const work = Object.hasOwn(modes, mode) ? modes[mode] : undefined;
    if (!work) {
      throw new ServiceError(
        "ArgumentInvalid",
        `importMode is ${JSON.stringify(entry.mode)}, which is none of ${Object.keys(modes).join(", ")}`,
      );
    }
    work(core, entry);
    return undefined;
  } catch (error) {
    if (error instanceof ServiceError) return error;
    throw error;
  }
}

function readEntry(value: unknown): BulkEntry {
  if (!isRecord(value) || typeof value.id !== "string") {
    throw new ServiceError("ArgumentInvalid", "Each entry of a bulk call is an object with an id");
  }
  const { id: deviceId, moduleId, importMode } = value;
  const target =
    typeof moduleId === "string" && moduleId !== "" ? { deviceId, moduleId } : { deviceId };
  return { target, mode: typeof importMode === "string" ? importMode : "", body: value };
}

function definedTwice(target: Target): ServiceError {
  return new ServiceError(
    "DeviceDefinedMultipleTimes",
    `${clientId(target)} occurs more than once in one bulk call`,
  );
}

/** Clients write the name of an etag in letters of their choice: `eTag`, `etag`, `twinETag`. */
function etagOf(body: JsonRecord, name: string): string {
  const found = Object.entries(body).find(([key]) => key.toLowerCase() === name);
  if (typeof found?.[1] === "string" && found[1] !== "") return found[1].replace(/^"(.*)"$/, "$1");
  throw new ServiceError("PreconditionFailed", `Etag missing: the import mode needs ${name}`);
}

function writeTwin(
  core: HubCore,
  target: Target,
  { tags, properties }: JsonRecord,
  etag: string | undefined,
): void {
  core.registry.get(target);
  if (tags === undefined && properties === undefined) return;
  core.twins.patch(target, { tags, properties }, etag);
}
