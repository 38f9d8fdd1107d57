import { rawClient } from "../../client/raw-client.js";
import { parseRawPath, patchAt, valueAt } from "../../client/raw-path.js";
import { isRecord } from "../../convention/record.js";
import { PnpError } from "../../errors.js";
import { type TargetOptions, withTarget } from "../device-session.js";
import type { Io } from "../io.js";
import { guardOf, printWrite, twinRequest, type WriteOptions } from "../twin-write.js";
import { parseJsonOrText, splitAssignment } from "../value-text.js";

interface Options extends TargetOptions, WriteOptions {}

/** `pnp set --raw`: desired values by path, as they were typed; no model is looked at, no marker added. */
export async function setRaw(
  device: string,
  assignments: readonly string[],
  options: Options,
  io: Io,
): Promise<void> {
  await sendDesired(device, rawDesired(assignments), options, io);
}

/** The desired patch that assignments by path mean, values as they were typed. */
export function rawDesired(assignments: readonly string[]): Readonly<Record<string, unknown>> {
  const desired = assignments.map(splitAssignment).reduce<unknown>((patch, [path, text]) => {
    const names = parseRawPath(path);
    // Neither the value itself nor one that it would stand in, unless that is an object.
    const isSet = names.some((_, index) => {
      const value = valueAt(patch, names.slice(0, index + 1));
      return value !== undefined && (index === names.length - 1 || !isRecord(value));
    });
    if (isSet) throw new PnpError("PNP_USAGE", `"${path}" is set twice.`);
    return withValue(patch, path, parseJsonOrText(text));
  }, {});
  return desired as Readonly<Record<string, unknown>>;
}

/** `pnp unset --raw`: removes desired values by path. */
export async function unsetRaw(
  device: string,
  paths: readonly string[],
  options: Options,
  io: Io,
): Promise<void> {
  const desired = paths.reduce<unknown>((patch, path) => withValue(patch, path, null), {});
  await sendDesired(device, desired as Readonly<Record<string, unknown>>, options, io);
}

async function sendDesired(
  device: string,
  desired: Readonly<Record<string, unknown>>,
  options: Options,
  io: Io,
): Promise<void> {
  await withTarget(device, options, io, async (target) => {
    const request = twinRequest("PATCH", target, { properties: { desired } });
    const raw = rawClient(target);
    if (options.dryRun) {
      const etag = options.ifMatch ?? (await raw.twin({ signal: io.signal })).etag;
      printWrite(io, options, target, request, etag);
      return;
    }
    const { etag, twin } = await raw.patchTwin({ desired }, guardOf(options, io));
    printWrite(io, options, target, request, etag, twin);
  });
}

/** Like a merge patch, but keeps `null`, which means removal to the hub. */
function withValue(patch: unknown, path: string, value: unknown): unknown {
  return mergeKeepingNull(patch, patchAt(path, value));
}

function mergeKeepingNull(patch: unknown, added: unknown): unknown {
  if (typeof patch !== "object" || patch === null) return added;
  if (typeof added !== "object" || added === null) return added;
  const entries = Object.entries(added).map(([name, value]) => {
    const before = Object.hasOwn(patch, name)
      ? (patch as Record<string, unknown>)[name]
      : undefined;
    return [name, before === undefined ? value : mergeKeepingNull(before, value)] as const;
  });
  return { ...patch, ...Object.fromEntries(entries) };
}
