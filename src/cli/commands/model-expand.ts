import { resolve } from "node:path";
import { isDtmi } from "../../dtdl/dtmi.js";
import { planExpanded } from "../../repository/expand.js";
import { placeFiles } from "../../repository/planned-file.js";
import type { Io } from "../io.js";
import type { ModelOptions } from "../model-locations.js";
import { modelFolder } from "../models.js";
import { type OutputFormat, outputFormat } from "../output.js";
import { printPlaced } from "../placed-report.js";

interface Options extends ModelOptions {
  readonly dryRun?: boolean;
  readonly output?: OutputFormat;
}

/** `pnp model expand`: writes the expanded files of a repository folder, or that of one model in it. */
export async function modelExpand(
  target: string | undefined,
  options: Options,
  io: Io,
): Promise<void> {
  const format = outputFormat(options.output, io);
  const isModel = target !== undefined && isDtmi(target);
  const folder =
    target === undefined || isModel ? modelFolder(options, io) : resolve(io.cwd, target);
  const plan = await planExpanded(folder, isModel ? [target] : undefined);
  const dryRun = options.dryRun ?? false;
  const files = await placeFiles(folder, plan, { replace: true, dryRun });
  printPlaced(io, format, { folder, files, dryRun });
}
