import { resolve } from "node:path";
import { planIndex } from "../../repository/index-pages.js";
import { placeFiles } from "../../repository/planned-file.js";
import type { Io } from "../io.js";
import type { ModelOptions } from "../model-locations.js";
import { modelFolder } from "../models.js";
import { type OutputFormat, outputFormat } from "../output.js";
import { printPlaced } from "../placed-report.js";

interface Options extends ModelOptions {
  readonly pageSize?: number;
  readonly dryRun?: boolean;
  readonly output?: OutputFormat;
}

/** `pnp model index`: writes the pages that list the models of a repository folder, and its metadata. */
export async function modelIndex(
  target: string | undefined,
  options: Options,
  io: Io,
): Promise<void> {
  const format = outputFormat(options.output, io);
  const folder = target === undefined ? modelFolder(options, io) : resolve(io.cwd, target);
  const { models, pages, expanded, files } = await planIndex(folder, {
    now: new Date(),
    ...(options.pageSize !== undefined && { pageSize: options.pageSize }),
  });
  const dryRun = options.dryRun ?? false;
  const placed = await placeFiles(folder, files, { replace: true, dryRun });
  const facts = { models, pages, expanded };
  printPlaced(io, format, { folder, files: placed, dryRun, facts });
}
