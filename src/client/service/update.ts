import type { PropertyWrite, TwinPatch } from "../../convention/twin-patch.js";
import { buildDesiredPatch } from "../../convention/twin-patch.js";
import { PnpError } from "../../errors.js";
import {
  type DescriptorOrTypedImport,
  type ImportOptions,
  toDescriptor,
} from "../imported-model.js";
import type { ServiceTarget, Twin } from "../transport.js";
import { checkWrites } from "./check-writes.js";
import { type GuardedTry, type GuardOptions, guarded } from "./guarded.js";
import { type ModelOptions, requireModel } from "./require-model.js";

/** How an update is guarded, whose model it takes, and how long it may last. */
export interface UpdateOptions extends GuardOptions, ModelOptions {}

/** What was sent, and the twin after it. */
export interface UpdateResult {
  readonly patch: TwinPatch;
  /** The etag sent along: the twin that was changed is the one that was read. */
  readonly etag: string;
  /** The desired `$version` that this update made; acknowledgements name it as `av`. */
  readonly version: number;
  readonly twin: Twin;
}

/** What to write, or how to tell from the twin just read: asked again when somebody else was first. */
export type WritesFor<T> = readonly PropertyWrite[] | ((read: T) => readonly PropertyWrite[]);

/**
 * The desired patch for these writes, checked against the model; nothing is sent. Throws one error that carries
 * every issue: `PNP_NAME_UNKNOWN`, `PNP_PROPERTY_READ_ONLY` or `PNP_PAYLOAD_INVALID`, and `PNP_USAGE` for no writes.
 */
export function prepareUpdate(
  model: DescriptorOrTypedImport,
  writes: readonly PropertyWrite[],
): { readonly patch: TwinPatch } {
  return { patch: buildDesiredPatch(checkWrites(toDescriptor(model), writes)) };
}

/**
 * Sets desired properties in one patch, on the condition that nobody changed the twin in between. Throws as
 * {@link prepareUpdate} does before anything is sent, `PNP_MODEL_NOT_FOUND` when the twin shows another model, and
 * `PNP_CONFLICT` when somebody changed it.
 */
export async function updateDesired(
  target: ServiceTarget,
  model: DescriptorOrTypedImport,
  writes: WritesFor<Twin>,
  options: UpdateOptions & ImportOptions = {},
): Promise<UpdateResult> {
  const { transport } = target;
  const descriptor = toDescriptor(model, options);
  // Before the first call, so that what the model forbids does not even read.
  const fixed = typeof writes === "function" ? undefined : prepareUpdate(descriptor, writes).patch;
  const change: GuardedTry<UpdateResult> = async (given, call) => {
    const read =
      given === undefined || fixed === undefined
        ? await transport.readTwin(target, call())
        : undefined;
    if (read !== undefined) requireModel(target, descriptor, read.modelId, options);
    const patch = fixed ?? prepareUpdate(descriptor, writesFor(writes, read)).patch;
    const etag = given ?? read?.etag ?? "*";
    const twin = await transport.patchTwin(target, { desired: patch }, { ...call(), etag });
    return { patch, etag, version: desiredVersionOf(twin), twin };
  };
  return guarded(options, change, fixed === undefined);
}

function writesFor<T>(writes: WritesFor<T>, read: T | undefined): readonly PropertyWrite[] {
  if (typeof writes !== "function") return writes;
  return read === undefined ? [] : writes(read);
}

/** The desired `$version` of a twin that the hub has just answered. */
export function desiredVersionOf(twin: Twin): number {
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
