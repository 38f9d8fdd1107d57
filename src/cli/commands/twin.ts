import { isJsonObject, type JsonObject } from "../../client/json.js";
import { rawClient } from "../../client/raw-client.js";
import { guarded } from "../../client/service/guarded.js";
import type { Twin, TwinChange } from "../../client/transport.js";
import { isRecord } from "../../convention/record.js";
import { PnpError } from "../../errors.js";
import { type TargetOptions, withTarget } from "../device-session.js";
import type { Io } from "../io.js";
import { readJsonArgument } from "../json-argument.js";
import { jsonText, type OutputFormat, outputFormat, printResult } from "../output.js";
import { guardOf, printWrite, twinRequest, type WriteOptions } from "../twin-write.js";

interface ShowOptions extends TargetOptions {
  readonly output?: OutputFormat;
}

/** Parts of a twin on the command line: JSON, `@file`, or `-` for standard input. */
interface PartOptions extends TargetOptions, WriteOptions {
  readonly tags?: string;
  readonly desired?: string;
}

/** `pnp twin show`: the whole twin as the hub keeps it. */
export async function twinShow(device: string, options: ShowOptions, io: Io): Promise<void> {
  const format = outputFormat(options.output, io);
  await withTarget(device, options, io, async (target) => {
    const twin = await rawClient(target).twin({ signal: io.signal });
    printResult(io, format, twin, () => jsonText(twin, 2));
  });
}

/** `pnp twin patch`: one merge patch of tags and desired properties. */
export async function twinPatch(device: string, options: PartOptions, io: Io): Promise<void> {
  const change = await readParts(options, io);
  if (change.tags === undefined && change.desired === undefined) {
    throw new PnpError("PNP_USAGE", "There is nothing to patch.", {
      hint: `Give --tags or --desired, for example --tags '{"site":"b7"}'.`,
    });
  }
  await withTarget(device, options, io, async (target) => {
    const raw = rawClient(target);
    const request = twinRequest("PATCH", target, wireBody(change));
    if (options.dryRun) {
      const etag = options.ifMatch ?? (await raw.twin({ signal: io.signal })).etag;
      printWrite(io, options, target, request, etag);
      return;
    }
    const { etag, twin } = await raw.patchTwin(change, guardOf(options, io));
    printWrite(io, options, target, request, etag, twin);
  });
}

/** `pnp twin replace`: new tags or desired properties instead of the present ones; a part not given stays. */
export async function twinReplace(device: string, options: PartOptions, io: Io): Promise<void> {
  const given = await readParts(options, io);
  if (given.tags === undefined && given.desired === undefined) {
    throw new PnpError("PNP_USAGE", "There is nothing to put in the twin's place.", {
      hint: "Give --tags, --desired or both; a part that is not given stays as it is.",
    });
  }
  await withTarget(device, options, io, async (target) => {
    // The parts that stay are those of the twin just read, so that each try reads it again.
    await guarded(guardOf(options, io), async (guard, call) => {
      const read = await target.transport.readTwin(target, call());
      const { tags = read.tags ?? {}, desired = ownOf(read) } = given;
      const request = twinRequest("PUT", target, wireBody({ tags, desired }));
      const etag = guard ?? read.etag;
      const after = options.dryRun
        ? undefined
        : await target.transport.replaceTwin(target, { tags, desired }, { ...call(), etag });
      printWrite(io, options, target, request, etag, after);
    });
  });
}

async function readParts({ tags, desired }: PartOptions, io: Io): Promise<TwinChange> {
  return {
    ...(tags === undefined ? {} : { tags: await readObject(tags, "--tags", io) }),
    ...(desired === undefined ? {} : { desired: await readObject(desired, "--desired", io) }),
  };
}

async function readObject(text: string, where: string, io: Io): Promise<JsonObject> {
  const value = await readJsonArgument(text, where, io);
  if (isJsonObject(value)) return value;
  throw new PnpError("PNP_USAGE", `${where} must be a JSON object.`, {
    hint: `For example ${where} '{"a":1}', @file or - for standard input.`,
  });
}

/** The desired properties without what the hub adds to them. */
function ownOf({ properties }: Twin): Readonly<Record<string, unknown>> {
  if (!isRecord(properties.desired)) return {};
  const { $metadata: _metadata, $version: _version, ...own } = properties.desired;
  return own;
}

function wireBody({ tags, desired }: TwinChange): object {
  return {
    ...(tags === undefined ? {} : { tags }),
    ...(desired === undefined ? {} : { properties: { desired } }),
  };
}
