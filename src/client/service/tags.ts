import type { JsonObject } from "../json.js";
import { requireObject } from "../require-argument.js";
import type { ServiceTarget, Twin } from "../transport.js";
import { type GuardOptions, guarded } from "./guarded.js";

/** What was sent, and the twin after it. */
export interface TwinWriteResult {
  /** The etag sent along. */
  readonly etag: string;
  readonly twin: Twin;
}

/**
 * Merges tags into those of the twin; `null` removes one. Guarded by the etag just read, as every write. Tags belong
 * to the service side alone: no device sees them and no model describes them.
 */
export async function updateTags(
  target: ServiceTarget,
  tags: JsonObject,
  options: GuardOptions = {},
): Promise<TwinWriteResult> {
  requireObject(tags, "The tags");
  const { transport } = target;
  return guarded(options, async (given, call) => {
    const etag = given ?? (await transport.readTwin(target, call())).etag;
    const twin = await transport.patchTwin(target, { tags }, { ...call(), etag });
    return { etag, twin };
  });
}
