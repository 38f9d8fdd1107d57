import type { Command } from "commander";
import type { Io } from "../io.js";
import { withModels, withOutput } from "../options.js";

/** What needs models and no hub. */
export function addModelCommands(program: Command, io: Io): void {
  const modelGroup = program.command("model").description("check and show DTDL models");

  withModels(withOutput(modelGroup.command("check")))
    .description("check DTDL files; every error with its place")
    .argument("[paths...]", "files and folders", ["models"])
    .action(async (paths, options) =>
      (await import("../commands/model-check.js")).modelCheck(paths, options, io),
    );

  withModels(withOutput(modelGroup.command("show")))
    .description("show the components, properties, telemetry and commands of an Interface")
    .argument("<model>", "a DTMI or a DTDL file")
    .action(async (name, options) =>
      (await import("../commands/model-show.js")).modelShow(name, options, io),
    );

  withModels(withOutput(program.command("generate")))
    .description("write typed TypeScript for models")
    .argument("[models...]", "files and folders", ["models"])
    .requiredOption("--out <dir>", "folder to write to")
    .option("--dry-run", "say what would be written, write nothing")
    .action(async (paths, options) =>
      (await import("../commands/generate.js")).generateFiles(paths, options, io),
    );
}
