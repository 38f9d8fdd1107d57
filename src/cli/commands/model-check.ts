import { PnpError } from "../../errors.js";
import type { Io } from "../io.js";
import { modelFiles } from "../model-files.js";
import type { ModelOptions } from "../model-locations.js";
import { loadAllTexts } from "../models.js";
import { type OutputFormat, outputFormat, printResult, say } from "../output.js";

interface Options extends ModelOptions {
  /** Takes advice for errors. */
  readonly strict?: boolean;
  readonly output?: OutputFormat;
}

/** `pnp model check`: parses the files together; errors are thrown with every issue, advice is shown. */
export async function modelCheck(
  paths: readonly string[],
  options: Options,
  io: Io,
): Promise<void> {
  const format = outputFormat(options.output, io);
  const files = paths.flatMap((path) => modelFiles(path, io));
  const { model, advice } = await loadAllTexts(paths, options, io);
  if (options.strict && advice.length > 0) {
    const forms = advice.length === 1 ? "1 form that DTDL" : `${advice.length} forms that DTDL`;
    throw new PnpError("PNP_CHECK_FAILED", `The models are valid, with ${forms} discourages.`, {
      hint: "Write the preferred forms, or leave out --strict.",
      issues: advice,
    });
  }
  if (format === "human") for (const { frame, message } of advice) say(io, `${frame ?? message}\n`);
  const interfaces = [...model.interfaces.keys()];
  printResult(io, format, { valid: true, files, interfaces, advice }, () => {
    const noun = interfaces.length === 1 ? "Interface" : "Interfaces";
    const kept = advice.length === 0 ? "" : `, ${advice.length} times advice`;
    return `${files.length} files, ${interfaces.length} ${noun}, no errors${kept}`;
  });
}
