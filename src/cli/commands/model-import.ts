import { resolve } from "node:path";
import { planImport } from "../../repository/import-models.js";
import { placeFiles } from "../../repository/planned-file.js";
import type { Io } from "../io.js";
import { modelFiles, readModelFile } from "../model-files.js";
import type { ModelOptions } from "../model-locations.js";
import { modelFolder } from "../models.js";
import { type OutputFormat, outputFormat } from "../output.js";
import { printPlaced } from "../placed-report.js";

interface Options extends ModelOptions {
  readonly force?: boolean;
  readonly dryRun?: boolean;
  readonly output?: OutputFormat;
}

/** `pnp model import`: splits files into models and places them in a repository folder, when all keep its rules. */
export async function modelImport(
  paths: readonly string[],
  options: Options,
  io: Io,
): Promise<void> {
  const format = outputFormat(options.output, io);
  const folder = modelFolder(options, io);
  const sources = paths.flatMap((path) => modelFiles(path, io));
  const texts = sources.map((source) => ({
    source,
    text: readModelFile(resolve(io.cwd, source), source),
  }));
  const plan = await planImport(folder, texts);
  const dryRun = options.dryRun ?? false;
  const files = await placeFiles(folder, plan, { replace: options.force ?? false, dryRun });
  const models = plan.map(({ dtmi }) => dtmi);
  printPlaced(io, format, { folder, files, dryRun, facts: { models } });
}
