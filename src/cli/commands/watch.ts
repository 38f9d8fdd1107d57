import type { Descriptor } from "../../client/descriptor.js";
import { findProperty } from "../../client/service/find-path.js";
import { propertyStates } from "../../client/service/read.js";
import type { ServiceTarget, Twin } from "../../client/transport.js";
import { isRecord } from "../../convention/record.js";
import { pause } from "../aborted.js";
import {
  type DeviceOptions,
  refuseBesideRaw,
  shownName,
  withDevice,
  withTarget,
} from "../device-session.js";
import type { Io } from "../io.js";
import { jsonText, type OutputFormat, outputFormat, printResult, say } from "../output.js";
import { rawCell, rawValues } from "../raw-values.js";
import { stateCells } from "../state-cells.js";

interface Options extends DeviceOptions {
  readonly raw?: boolean;
  /** Seconds between two looks. */
  readonly interval: number;
  readonly count?: number;
  readonly output?: OutputFormat;
}

/** One thing that is watched, as it stands now. */
interface Row {
  readonly path: string;
  readonly json: unknown;
  readonly human: string;
}

/** `pnp watch`: a line for every property at first, and again whenever one changes, until Ctrl-C. */
export async function watch(
  device: string,
  paths: readonly string[],
  options: Options,
  io: Io,
): Promise<void> {
  if (options.raw) {
    refuseBesideRaw({ "--model": options.model });
    return withTarget(device, options, io, (target) =>
      follow(target, (twin) => rawRows(twin, paths), options, io),
    );
  }
  await withDevice(device, options, io, async ({ target, descriptor }) => {
    const asked = paths.map((path) => findProperty(descriptor, path).path);
    await follow(target, (twin) => modelRows(twin, descriptor, asked), options, io);
  });
}

async function follow(
  target: ServiceTarget,
  rowsOf: (twin: Twin) => readonly Row[],
  { interval, count, output }: Options,
  io: Io,
): Promise<void> {
  const format = outputFormat(output, io);
  const shown = new Map<string, string>();
  let lines = 0;
  say(io, `watching ${shownName(target)}; Ctrl-C ends it`);
  while (!io.signal.aborted) {
    // Listening begins before the read, so that no change falls between the two.
    const round = new AbortController();
    const change = target.transport.waitForChange?.(target, round.signal);
    const twin = await readUnlessInterrupted(target, io);
    if (twin === undefined) return round.abort();
    for (const { path, json, human } of rowsOf(twin)) {
      const text = jsonText(json);
      if (shown.get(path) === text) continue;
      shown.set(path, text);
      // A stream: one JSON object a line, whatever form of JSON was asked for.
      const line = { device: shownName(target), path, ...(isRecord(json) ? json : {}) };
      printResult(io, format === "json" ? "ndjson" : format, line, () => `${path}  ${human}`);
      if (++lines === count) return round.abort();
    }
    change?.then(() => round.abort());
    await pause(interval, AbortSignal.any([io.signal, round.signal]));
    round.abort();
  }
}

/** Ctrl-C is how watching ends, at whatever moment it comes. */
async function readUnlessInterrupted(target: ServiceTarget, io: Io): Promise<Twin | undefined> {
  try {
    return await target.transport.readTwin(target, { signal: io.signal });
  } catch (error) {
    if (io.signal.aborted) return undefined;
    throw error;
  }
}

function modelRows(twin: Twin, descriptor: Descriptor, asked: readonly string[]): readonly Row[] {
  return propertyStates(twin, descriptor)
    .filter(({ path }) => asked.length === 0 || asked.includes(path))
    .map((row) => ({ path: row.path, json: row.state, human: stateCells(row).join("  ") }));
}

function rawRows(twin: Twin, asked: readonly string[]): readonly Row[] {
  return rawValues(twin, asked).map(({ path, sides }) => ({
    path,
    json: sides,
    human: `reported ${rawCell(sides.reported)}  desired ${rawCell(sides.desired)}`,
  }));
}
