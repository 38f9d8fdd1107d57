import { findProperty } from "../../client/service/find-path.js";
import { desiredVersion } from "../../client/service/read.js";
import { prepareUpdate, type UpdateResult, updateDesired } from "../../client/service/update.js";
import {
  type DigitalTwinUpdateResult,
  prepareDigitalTwinUpdate,
  updateDigitalTwin,
} from "../../client/service/update-digital-twin.js";
import { waitForAcknowledgement } from "../../client/service/wait.js";
import type { PropertyWrite } from "../../convention/twin-patch.js";
import {
  type DeviceOptions,
  type DeviceSession,
  refuseBesideRaw,
  restPath,
  shownName,
  withDevice,
} from "../device-session.js";
import type { Io } from "../io.js";
import { jsonText, outputFormat, printResult } from "../output.js";
import { guardOf, type WriteOptions } from "../twin-write.js";
import { parseValueText, splitAssignment } from "../value-text.js";
import { setRaw, unsetRaw } from "./set-raw.js";

/** How `pnp set` and `pnp unset` write. */
export interface SetOptions extends DeviceOptions, WriteOptions {
  readonly raw?: boolean;
  readonly wait?: boolean;
  /** Seconds to wait for acknowledgements. */
  readonly timeout?: number;
  readonly via: "twin" | "digital-twin";
}

/** `pnp set`: all assignments in one patch, checked against the model before anything leaves. */
export async function set(
  device: string,
  assignments: readonly string[],
  options: SetOptions,
  io: Io,
): Promise<void> {
  if (options.raw) {
    refuseBesideRaw(modelOptions(options));
    return setRaw(device, assignments, options, io);
  }
  await write(device, assignments, readAssignment, options, io);
}

/** `pnp unset`: removes desired values, all in one patch. What the device reported stays until it reports anew. */
export async function unset(
  device: string,
  paths: readonly string[],
  options: SetOptions,
  io: Io,
): Promise<void> {
  if (options.raw) {
    refuseBesideRaw(modelOptions(options));
    return unsetRaw(device, paths, options, io);
  }
  await write(device, paths, removal, options, io);
}

function modelOptions({ model, wait, via }: SetOptions): Readonly<Record<string, unknown>> {
  return {
    "--model": model,
    "--wait": wait,
    "--via digital-twin": via === "twin" ? undefined : via,
  };
}

async function write(
  device: string,
  arguments_: readonly string[],
  toWrite: (text: string, session: DeviceSession) => PropertyWrite,
  options: SetOptions,
  io: Io,
): Promise<void> {
  const format = outputFormat(options.output, io);
  await withDevice(device, options, io, async (session) => {
    const writes = arguments_.map((text) => toWrite(text, session));
    const result = options.dryRun
      ? await dryRun(writes, options, session)
      : await send(writes, options, session, io);
    printResult(io, format, result, () => humanResult(result));
  });
}

function readAssignment(text: string, session: DeviceSession): PropertyWrite {
  const [path, value] = splitAssignment(text);
  const found = findProperty(session.descriptor, path);
  return {
    ...(found.component !== undefined && { component: found.component }),
    property: found.name,
    value: parseValueText(value, found.schema.schema),
  };
}

function removal(path: string, { descriptor }: DeviceSession): PropertyWrite {
  const { component, name } = findProperty(descriptor, path);
  return { ...(component !== undefined && { component }), property: name, value: null };
}

interface SetResult {
  readonly device: string;
  readonly via: "twin" | "digital-twin";
  readonly patch: unknown;
  readonly etag: string;
  readonly newEtag?: string;
  readonly sent: boolean;
  readonly request?: { readonly method: "PATCH"; readonly path: string };
  readonly acknowledgements?: readonly unknown[];
}

async function dryRun(
  writes: readonly PropertyWrite[],
  { via, ifMatch }: SetOptions,
  { target, descriptor, twin }: DeviceSession,
): Promise<SetResult> {
  const place = restPath(target);
  if (via === "twin") {
    const { patch } = prepareUpdate(descriptor, writes);
    return unsent(`/twins/${place}`, { properties: { desired: patch } }, twin.etag);
  }
  const read = await target.transport.readDigitalTwin(target);
  const patch = prepareDigitalTwinUpdate(descriptor, writes, read.digitalTwin);
  return unsent(`/digitaltwins/${place}`, patch, read.etag);

  function unsent(path: string, patch: unknown, etag: string): SetResult {
    const request = { method: "PATCH", path } as const;
    return { device: shownName(target), via, request, patch, etag: ifMatch ?? etag, sent: false };
  }
}

async function send(
  writes: readonly PropertyWrite[],
  options: SetOptions,
  session: DeviceSession,
  io: Io,
): Promise<SetResult> {
  const { target, descriptor } = session;
  // The session has read the model that the twin or the command line names.
  const guard = { ...guardOf(options, io), assumeModel: true };
  const update =
    options.via === "twin"
      ? await updateDesired(target, descriptor, writes, guard)
      : await updateDigitalTwin(target, descriptor, writes, guard);
  const sent = {
    device: shownName(target),
    via: options.via,
    patch: update.patch,
    etag: update.etag,
    ...newEtagOf(update),
    sent: !(Array.isArray(update.patch) && update.patch.length === 0),
  };
  if (!options.wait) return sent;
  // A digital twin patch answers no version; the twin read after it tells which one set each property.
  const { properties } = await target.transport.readTwin(target, { signal: io.signal });
  const acknowledgements = await Promise.all(
    writes.map((write) =>
      waitForAcknowledgement(target, write, desiredVersion(properties.desired, write), {
        timeoutSeconds: options.timeout ?? 30,
        signal: io.signal,
      }),
    ),
  );
  return { ...sent, acknowledgements };
}

function newEtagOf(update: UpdateResult | DigitalTwinUpdateResult): { readonly newEtag?: string } {
  if ("twin" in update) return { newEtag: update.twin.etag };
  return update.newEtag === undefined ? {} : { newEtag: update.newEtag };
}

function humanResult(result: SetResult): string {
  const lines = [
    result.request
      ? `${result.request.method} ${result.request.path}`
      : `${result.device} patched via ${result.via}`,
    `  If-Match "${result.etag}"`,
    `  ${jsonText(result.patch)}`,
  ];
  if (!result.sent) lines.push("  nothing was sent");
  for (const ack of result.acknowledgements ?? []) lines.push(`  acknowledged ${jsonText(ack)}`);
  return lines.join("\n");
}
