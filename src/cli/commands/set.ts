import { findProperty } from "../../client/service/find-path.js";
import { desiredVersion } from "../../client/service/read.js";
import { prepareUpdate, updateDesired } from "../../client/service/update.js";
import {
  prepareDigitalTwinUpdate,
  updateDigitalTwin,
} from "../../client/service/update-digital-twin.js";
import { waitForAcknowledgement } from "../../client/service/wait.js";
import type { PropertyWrite } from "../../convention/twin-patch.js";
import {
  type DeviceOptions,
  type DeviceSession,
  restPath,
  shownName,
  withDevice,
} from "../device-session.js";
import type { Io } from "../io.js";
import { jsonText, type OutputFormat, outputFormat, printResult } from "../output.js";
import { parseValueText, splitAssignment } from "../value-text.js";

interface Options extends DeviceOptions {
  readonly wait?: boolean;
  readonly timeout: number;
  readonly via: "twin" | "digital-twin";
  readonly ifMatch?: string;
  readonly dryRun?: boolean;
  readonly output?: OutputFormat;
}

/** `pnp set`: all assignments in one patch, checked against the model before anything leaves. */
export async function set(
  device: string,
  assignments: readonly string[],
  options: Options,
  io: Io,
): Promise<void> {
  const format = outputFormat(options.output, io);
  await withDevice(device, options, io, async (session) => {
    const writes = assignments.map((text) => readAssignment(text, session));
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

interface SetResult {
  readonly device: string;
  readonly via: "twin" | "digital-twin";
  readonly patch: unknown;
  readonly etag: string;
  readonly sent: boolean;
  readonly request?: { readonly method: "PATCH"; readonly path: string };
  readonly acknowledgements?: readonly unknown[];
}

async function dryRun(
  writes: readonly PropertyWrite[],
  { via, ifMatch }: Options,
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
  options: Options,
  session: DeviceSession,
  io: Io,
): Promise<SetResult> {
  const { target, descriptor } = session;
  const guard = options.ifMatch === undefined ? {} : { etag: options.ifMatch };
  const update =
    options.via === "twin"
      ? await updateDesired(target, descriptor, writes, guard)
      : await updateDigitalTwin(target, descriptor, writes, guard);
  const sent = {
    device: shownName(target),
    via: options.via,
    patch: update.patch,
    etag: update.etag,
    sent: true,
  };
  if (!options.wait) return sent;
  // A digital twin patch answers no version; the twin read after it tells which one set each property.
  const { properties } = await target.transport.readTwin(target);
  const acknowledgements = await Promise.all(
    writes.map((write) =>
      waitForAcknowledgement(target, write, desiredVersion(properties.desired, write), {
        timeoutSeconds: options.timeout,
        signal: io.signal,
      }),
    ),
  );
  return { ...sent, acknowledgements };
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
