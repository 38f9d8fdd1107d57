import type { PropertyWrite, TwinPatch } from "../../convention/twin-patch.js";
import type { Descriptor } from "../descriptor.js";
import {
  type DescriptorOrTypedImport,
  type ImportOptions,
  toDescriptor,
} from "../imported-model.js";
import { toWrites } from "../property-values.js";
import { requireObject } from "../require-argument.js";
import { prepareUpdate, updateDesired } from "../service/update.js";
import type { PatchOf } from "../shape.js";
import type { FleetAction } from "./fleet-action.js";
import { updateRequests } from "./fleet-requests.js";
import type { FleetHub, FleetOptions, FleetResult } from "./fleet-types.js";
import { runFleet } from "./run-fleet.js";

/**
 * Sets writable properties on every device of the model that meets a condition of the query language. The values are
 * checked against the model before anything is sent; throws as `updateDesired` does. A job writes whatever the etags;
 * direct updates are guarded by the etag just read. Failures of single devices are rows of the result.
 */
export async function updateFleet<S>(
  hub: FleetHub,
  model: DescriptorOrTypedImport<S>,
  where: string,
  values: PatchOf<S>,
  options: FleetOptions & ImportOptions = {},
): Promise<FleetResult<void>> {
  requireObject(options, "The options");
  const descriptor = toDescriptor(model, options);
  const writes = toWrites(descriptor, values as Readonly<Record<string, unknown>>);
  return writeToFleet(hub, descriptor, where, writes, options);
}

/** {@link updateFleet} for writes that are named by their paths. */
export async function writeToFleet(
  hub: FleetHub,
  descriptor: Descriptor,
  where: string,
  writes: readonly PropertyWrite[],
  options: FleetOptions = {},
): Promise<FleetResult<void>> {
  const { patch } = prepareUpdate(descriptor, writes);
  const action = updateAction(descriptor, writes, patch, options);
  return runFleet(hub, descriptor, where, action, options);
}

function updateAction(
  descriptor: Descriptor,
  writes: readonly PropertyWrite[],
  patch: TwinPatch,
  { assumeModel = false, retry = 0 }: FleetOptions,
): FleetAction<void> {
  return {
    ...updateRequests({ desired: patch }),
    readJob: () => ({}),
    async act(target, options) {
      const { version } = await updateDesired(target, descriptor, writes, {
        ...options,
        assumeModel,
        retry,
      });
      return { version };
    },
  };
}
