import {
  buildPropertyPatch,
  type IsComponent,
  type PropertyWrite,
  splitPropertyPatch,
  type TwinPatch,
} from "./property-patch.js";

/**
 * The reported patch of a device: plain values for read-only properties, acknowledgements (see `buildAck`) for
 * writable ones. A `null` value removes a property. Throws `PNP_USAGE` when one property is written twice or a
 * name is reserved.
 */
export function buildReportedPatch(writes: readonly PropertyWrite[]): TwinPatch {
  return buildPropertyPatch(writes);
}

/**
 * Inverse of {@link buildReportedPatch}, for a patch or for all the reported properties of a twin (`$version`
 * and `$metadata` are left out). Acknowledgements stay as they are; see `parseAck`. A component that the device
 * removed as a whole reads as a write of `null` to a root property of its name.
 */
export function splitReportedPatch(
  patch: TwinPatch,
  isComponent?: IsComponent,
): readonly PropertyWrite[] {
  const { writes, removedComponents } = splitPropertyPatch(patch, isComponent);
  return [...writes, ...removedComponents.map((property) => ({ property, value: null }))];
}
