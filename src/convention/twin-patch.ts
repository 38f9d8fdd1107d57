import {
  buildPropertyPatch,
  type IsComponent,
  type PropertyPatchParts,
  type PropertyWrite,
  splitPropertyPatch,
  type TwinPatch,
} from "./property-patch.js";
import { ownMember } from "./record.js";

export type { IsComponent, PropertyWrite, TwinPatch } from "./property-patch.js";

/** A patch of the desired properties, taken apart. */
export interface DesiredPatchParts extends PropertyPatchParts {
  /** The desired `$version` after the patch; absent when the patch does not say. */
  readonly version?: number;
}

/**
 * The desired patch for writes by the service side: `{"thermostat1": {"__t": "c", "targetTemperature": 21}}`.
 * A `null` value removes a property. Throws `PNP_USAGE` when one property is written twice or a name is reserved.
 */
export function buildDesiredPatch(writes: readonly PropertyWrite[]): TwinPatch {
  return buildPropertyPatch(writes);
}

/**
 * Inverse of {@link buildDesiredPatch}, for a patch or for all the desired properties of a twin (`$metadata` is
 * left out). An object with the marker `"__t": "c"` is a component; `isComponent` names components besides,
 * because service applications forget the marker. `null` for a component named so is no write: it stands in
 * `removedComponents`. Without `isComponent` such a `null` is indistinguishable from a removed root property.
 */
export function splitDesiredPatch(patch: TwinPatch, isComponent?: IsComponent): DesiredPatchParts {
  const parts = splitPropertyPatch(patch, isComponent);
  const version = ownMember(patch, "$version");
  return typeof version === "number" ? { version, ...parts } : parts;
}
