import { shownName, type TargetOptions, withTarget } from "../device-session.js";
import type { Io } from "../io.js";
import { type OutputFormat, outputFormat, printResult } from "../output.js";
import { rawCell, rawValues } from "../raw-values.js";
import { alignColumns } from "../text-table.js";

interface Options extends TargetOptions {
  readonly output?: OutputFormat;
}

/** `pnp get --raw`: reported and desired values by path, as they stand in the twin; no model is looked at. */
export async function getRaw(
  device: string,
  paths: readonly string[],
  options: Options,
  io: Io,
): Promise<void> {
  const format = outputFormat(options.output, io);
  await withTarget(device, options, io, async (target) => {
    const twin = await target.transport.readTwin(target, { signal: io.signal });
    const values = rawValues(twin, paths);
    const json = Object.fromEntries(values.map(({ path, sides }) => [path, sides]));
    printResult(io, format, { device: shownName(target), values: json }, () => {
      const rows = values.map(({ path, sides: { reported, desired } }) => [
        path,
        rawCell(reported),
        rawCell(desired),
      ]);
      return alignColumns([["PATH", "REPORTED", "DESIRED"], ...rows]).join("\n");
    });
  });
}
