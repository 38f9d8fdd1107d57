import type { PropertyWrite, TwinPatch } from "../../convention/twin-patch.js";
import { buildDesiredPatch } from "../../convention/twin-patch.js";
import { isPnpError, PnpError } from "../../errors.js";
import type { Descriptor } from "../descriptor.js";
import type { ServiceTarget, Twin } from "../transport.js";
import { checkWrites } from "./check-writes.js";

export interface UpdateOptions {
  /** Etag of the twin the change is based on; without one the twin's present etag, read just before. */
  readonly etag?: string;
  /** How often to read again and repeat when somebody else was first; default 0. Not with `etag`. */
  readonly retry?: number;
}

/** What was sent, and the twin after it. */
export interface UpdateResult {
  readonly patch: TwinPatch;
  /** The etag sent along: the twin that was changed is the one that was read. */
  readonly etag: string;
  /** The desired `$version` that this update made; acknowledgements name it as `av`. */
  readonly version: number;
  readonly twin: Twin;
}

/**
 * The desired patch for these writes, checked against the model; nothing is sent. Throws one error that carries
 * every issue: `PNP_NAME_UNKNOWN`, `PNP_PROPERTY_READ_ONLY` or `PNP_PAYLOAD_INVALID`, and `PNP_USAGE` for no writes.
 */
export function prepareUpdate(
  descriptor: Descriptor,
  writes: readonly PropertyWrite[],
): { readonly patch: TwinPatch } {
  return { patch: buildDesiredPatch(checkWrites(descriptor, writes)) };
}

/**
 * Sets desired properties in one patch, on the condition that nobody changed the twin in between. Throws as
 * {@link prepareUpdate} does before anything is sent, and `PNP_CONFLICT` when somebody did.
 */
export async function updateDesired(
  target: ServiceTarget,
  descriptor: Descriptor,
  writes: readonly PropertyWrite[],
  options: UpdateOptions = {},
): Promise<UpdateResult> {
  const { patch } = prepareUpdate(descriptor, writes);
  return guarded(options, async (given) => {
    const etag = given ?? (await target.transport.readTwin(target)).etag;
    const twin = await target.transport.patchDesired(target, patch, etag);
    return { patch, etag, version: versionOf(twin), twin };
  });
}

/** Runs one attempt of a change after another while others are first and attempts are left. */
export async function guarded<T>(
  options: UpdateOptions,
  attempt: (etag: string | undefined) => Promise<T>,
): Promise<T> {
  const { etag, retry = 0 } = options;
  if (!Number.isInteger(retry) || retry < 0) {
    throw new PnpError("PNP_USAGE", `retry must be a whole number from 0; got ${retry}.`);
  }
  if (etag !== undefined && retry > 0) {
    throw new PnpError("PNP_USAGE", "An update takes etag or retry, not both.", {
      hint: "With an etag a repeated change would meet the same conflict.",
    });
  }
  for (let left = retry; ; left--) {
    try {
      return await attempt(etag);
    } catch (error) {
      if (!isPnpError(error, "PNP_CONFLICT")) throw error;
      if (left === 0) throw conflict(error, etag);
    }
  }
}

function conflict(cause: PnpError, etag: string | undefined): PnpError {
  return new PnpError("PNP_CONFLICT", cause.message, {
    hint:
      etag === undefined
        ? "Somebody else wrote between reading and writing. Look at the new values and repeat, or allow retries."
        : "Read the twin again, look at what changed, and repeat with its new etag.",
    issues: cause.issues,
    cause,
  });
}

function versionOf(twin: Twin): number {
  const version = twin.properties.desired.$version;
  if (typeof version === "number") return version;
  throw new PnpError(
    "PNP_TRANSPORT",
    "The hub's answer to a twin update has no desired $version.",
    {
      hint: "The update may have been made; read the twin.",
    },
  );
}
