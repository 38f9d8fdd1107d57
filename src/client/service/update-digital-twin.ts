import { buildDigitalTwinPatch } from "../../convention/digital-twin-patch.js";
import type { Operation } from "../../convention/json-patch.js";
import type { PropertyWrite } from "../../convention/twin-patch.js";
import type { Descriptor } from "../descriptor.js";
import type { ServiceTarget } from "../transport.js";
import { checkWrites } from "./check-writes.js";
import { guarded, type UpdateOptions } from "./update.js";

/** What was sent, and the document it was made for. */
export interface DigitalTwinUpdateResult {
  readonly patch: readonly Operation[];
  /** The etag sent along. */
  readonly etag: string;
  /** The digital twin as it was read before the update. */
  readonly digitalTwin: Readonly<Record<string, unknown>>;
}

/**
 * The JSON Patch for these writes on this digital twin, checked against the model; nothing is sent. A component
 * that the digital twin does not have yet is added as a whole. Throws as `prepareUpdate` does.
 */
export function prepareDigitalTwinUpdate(
  descriptor: Descriptor,
  writes: readonly PropertyWrite[],
  digitalTwin: Readonly<Record<string, unknown>>,
): readonly Operation[] {
  return buildDigitalTwinPatch(checkWrites(descriptor, writes), digitalTwin);
}

/**
 * Sets writable properties by one JSON Patch on the digital twin, on the condition that nobody changed it since
 * it was read. Throws as `updateDesired` does.
 */
export async function updateDigitalTwin(
  target: ServiceTarget,
  descriptor: Descriptor,
  writes: readonly PropertyWrite[],
  options: UpdateOptions = {},
): Promise<DigitalTwinUpdateResult> {
  // Before the first call, so that what the model forbids does not even read.
  checkWrites(descriptor, writes);
  return guarded(options, async (given) => {
    const read = await target.transport.readDigitalTwin(target);
    const etag = given ?? read.etag;
    const patch = prepareDigitalTwinUpdate(descriptor, writes, read.digitalTwin);
    await target.transport.patchDigitalTwin(target, patch, etag);
    return { patch, etag, digitalTwin: read.digitalTwin };
  });
}
