import { buildDigitalTwinPatch } from "../../convention/digital-twin-patch.js";
import type { Operation } from "../../convention/json-patch.js";
import { isRecord, type JsonRecord, ownMember } from "../../convention/record.js";
import type { PropertyWrite } from "../../convention/twin-patch.js";
import type { Descriptor } from "../descriptor.js";
import {
  type DescriptorOrTypedImport,
  type ImportOptions,
  toDescriptor,
} from "../imported-model.js";
import type { ServiceTarget } from "../transport.js";
import { checkWrites } from "./check-writes.js";
import { guarded } from "./guarded.js";
import { requireModel } from "./require-model.js";
import type { UpdateOptions } from "./update.js";

/** What was sent, and the document it was made for. */
export interface DigitalTwinUpdateResult {
  readonly patch: readonly Operation[];
  /** The etag sent along. */
  readonly etag: string;
  /** The etag after the patch; absent when the hub names none. */
  readonly newEtag?: string;
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
  model: DescriptorOrTypedImport,
  writes: readonly PropertyWrite[],
  options: UpdateOptions & ImportOptions = {},
): Promise<DigitalTwinUpdateResult> {
  const { transport } = target;
  const descriptor = toDescriptor(model, options);
  // Before the first call, so that what the model forbids does not even read.
  checkWrites(descriptor, writes);
  return guarded(options, async (given, call) => {
    const read = await transport.readDigitalTwin(target, call());
    requireModel(target, descriptor, digitalTwinModel(read.digitalTwin), options);
    const etag = given ?? read.etag;
    const patch = prepareDigitalTwinUpdate(descriptor, writes, read.digitalTwin);
    // To remove what is not there is nothing to do, and the service takes no patch without operations.
    if (patch.length === 0) return { patch, etag, digitalTwin: read.digitalTwin };
    const after = await transport.patchDigitalTwin(target, patch, { ...call(), etag });
    const { digitalTwin } = read;
    return {
      patch,
      etag,
      digitalTwin,
      ...(after.etag === undefined ? {} : { newEtag: after.etag }),
    };
  });
}

/** The DTMI that a digital twin names in `$metadata.$model`; undefined when the device announced none. */
export function digitalTwinModel(digitalTwin: JsonRecord): string | undefined {
  const metadata = ownMember(digitalTwin, "$metadata");
  const model = isRecord(metadata) ? ownMember(metadata, "$model") : undefined;
  return typeof model === "string" ? model : undefined;
}
