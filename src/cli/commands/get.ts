import { findProperty } from "../../client/service/find-path.js";
import { propertyStates } from "../../client/service/read.js";
import { type DeviceOptions, refuseBesideRaw, shownName, withDevice } from "../device-session.js";
import type { Io } from "../io.js";
import { type OutputFormat, outputFormat, printResult } from "../output.js";
import { stateCells } from "../state-cells.js";
import { alignColumns } from "../text-table.js";
import { getRaw } from "./get-raw.js";

interface Options extends DeviceOptions {
  readonly raw?: boolean;
  readonly output?: OutputFormat;
}

/** `pnp get`: desired, reported and acknowledged state, of the paths named or of every property. */
export async function get(
  device: string,
  paths: readonly string[],
  options: Options,
  io: Io,
): Promise<void> {
  if (options.raw) {
    refuseBesideRaw({ "--model": options.model });
    return getRaw(device, paths, options, io);
  }
  const format = outputFormat(options.output, io);
  await withDevice(device, options, io, async ({ descriptor, target, twin }) => {
    const asked = paths.map((path) => findProperty(descriptor, path).path);
    const rows = propertyStates(twin, descriptor).filter(
      (row) => asked.length === 0 || asked.includes(row.path),
    );
    const properties = Object.fromEntries(rows.map(({ path, state }) => [path, state]));
    printResult(io, format, { device: shownName(target), properties }, () => {
      const lines = rows.map((row) => [row.path, ...stateCells(row)]);
      return alignColumns([["PROPERTY", "REPORTED", "DESIRED", "STATE"], ...lines]).join("\n");
    });
  });
}
