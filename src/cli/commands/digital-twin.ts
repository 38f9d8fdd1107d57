import { checkPatch, rawClient } from "../../client/raw-client.js";
import type { Operation } from "../../convention/json-patch.js";
import { PnpError } from "../../errors.js";
import { restPath, shownName, type TargetOptions, withTarget } from "../device-session.js";
import type { Io } from "../io.js";
import { readJsonArgument } from "../json-argument.js";
import { jsonText, type OutputFormat, outputFormat, printResult } from "../output.js";
import { guardOf, type WriteOptions } from "../twin-write.js";

interface ShowOptions extends TargetOptions {
  readonly output?: OutputFormat;
}

interface PatchOptions extends TargetOptions, WriteOptions {}

/** `pnp digital-twin show`: the document, with the etag it was read at. */
export async function digitalTwinShow(device: string, options: ShowOptions, io: Io): Promise<void> {
  const format = outputFormat(options.output, io);
  await withTarget(device, options, io, async (target) => {
    const read = await rawClient(target).digitalTwin({ signal: io.signal });
    printResult(io, format, read, () => jsonText(read.digitalTwin, 2));
  });
}

/** `pnp digital-twin patch`: a JSON Patch as it was typed; what the hub would refuse is refused before. */
export async function digitalTwinPatch(
  device: string,
  patchText: string,
  options: PatchOptions,
  io: Io,
): Promise<void> {
  const format = outputFormat(options.output, io);
  const patch = await readPatch(patchText, io);
  await withTarget(device, options, io, async (target) => {
    const raw = rawClient(target);
    const path = `/digitaltwins/${restPath(target)}`;
    const request = { method: "PATCH", path, body: patch };
    const read = await raw.digitalTwin({ signal: io.signal });
    checkPatch(patch, read.digitalTwin);
    const etag = options.ifMatch ?? read.etag;
    const shown = { device: shownName(target), request, etag };
    const lines = [`PATCH ${path}`, `  If-Match "${etag}"`, `  ${jsonText(patch)}`];
    if (options.dryRun) {
      const json = { ...shown, sent: false };
      printResult(io, format, json, () => [...lines, "  nothing was sent"].join("\n"));
      return;
    }
    const after = await raw.patchDigitalTwin(patch, guardOf(options, io));
    const json = { ...shown, sent: true, ...(after.etag && { newEtag: after.etag }) };
    printResult(io, format, json, () =>
      [...lines, `  done, etag "${after.etag ?? "unknown"}"`].join("\n"),
    );
  });
}

async function readPatch(text: string, io: Io): Promise<readonly Operation[]> {
  const patch = await readJsonArgument(text, "The patch", io);
  if (Array.isArray(patch)) return patch as readonly Operation[];
  throw new PnpError("PNP_USAGE", "A JSON Patch is an array of operations.", {
    hint: `For example '[{"op":"replace","path":"/targetTemperature","value":21}]', @file or -.`,
  });
}
