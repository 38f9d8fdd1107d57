import type { Io } from "../io.js";
import { loadAll, type ModelOptions, modelFiles } from "../models.js";
import { type OutputFormat, outputFormat, printResult } from "../output.js";

interface Options extends ModelOptions {
  readonly output?: OutputFormat;
}

/** `pnp model check`: parses the files together; errors are thrown with every issue. */
export async function modelCheck(
  paths: readonly string[],
  options: Options,
  io: Io,
): Promise<void> {
  const format = outputFormat(options.output, io);
  const files = paths.flatMap((path) => modelFiles(path, io));
  const model = await loadAll(paths, options, io);
  const interfaces = [...model.interfaces.keys()];
  printResult(io, format, { valid: true, files, interfaces }, () => {
    const noun = interfaces.length === 1 ? "Interface" : "Interfaces";
    return `${files.length} files, ${interfaces.length} ${noun}, no errors`;
  });
}
