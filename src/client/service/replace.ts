import {
  buildDesiredPatch,
  type PropertyWrite,
  type TwinPatch,
} from "../../convention/twin-patch.js";
import { PnpError } from "../../errors.js";
import {
  type DescriptorOrTypedImport,
  type ImportOptions,
  toDescriptor,
} from "../imported-model.js";
import type { JsonObject } from "../json.js";
import type { ServiceTarget } from "../transport.js";
import { checkWrites } from "./check-writes.js";
import { guarded } from "./guarded.js";
import { requireModel } from "./require-model.js";
import { desiredVersionOf, type UpdateOptions, type UpdateResult } from "./update.js";

/** How a replacement is guarded, and what becomes of the tags. */
export interface ReplaceOptions extends UpdateOptions {
  /** All tags from now on; without them those that were read stay. */
  readonly tags?: JsonObject;
}

/**
 * Makes these writes the whole of the desired properties: what they do not name is removed, unmodelled values too.
 * Guarded by the etag just read. Throws as `updateDesired` does; no writes at all empty the desired properties.
 */
export async function replaceDesired(
  target: ServiceTarget,
  model: DescriptorOrTypedImport,
  writes: readonly PropertyWrite[],
  options: ReplaceOptions & ImportOptions = {},
): Promise<UpdateResult> {
  const { transport } = target;
  const descriptor = toDescriptor(model, options);
  const desired = prepareReplacement(descriptor, writes);
  return guarded(options, async (given, call) => {
    const read = await transport.readTwin(target, call());
    requireModel(target, descriptor, read.modelId, options);
    const etag = given ?? read.etag;
    const tags = options.tags ?? read.tags ?? {};
    const twin = await transport.replaceTwin(target, { tags, desired }, { ...call(), etag });
    return { patch: desired, etag, version: desiredVersionOf(twin), twin };
  });
}

/** All desired properties that these writes make, checked against the model; nothing is sent. */
export function prepareReplacement(
  model: DescriptorOrTypedImport,
  writes: readonly PropertyWrite[],
): TwinPatch {
  const removal = writes.find(({ value }) => value === null);
  if (removal !== undefined) {
    throw new PnpError("PNP_USAGE", `A replacement cannot remove "${removal.property}" by null.`, {
      hint: "Leave it out: what a replacement does not name is gone.",
    });
  }
  return writes.length === 0 ? {} : buildDesiredPatch(checkWrites(toDescriptor(model), writes));
}
