import { type Command, Option } from "commander";
import type { Io } from "../io.js";
import { collect, wholeArgument, withModels, withOutput } from "../options.js";
import type { Outcome } from "../outcome.js";

/** What needs models and no hub. */
export function addModelCommands(program: Command, io: Io, outcome: Outcome): void {
  const modelGroup = program.command("model").description("check and show DTDL models");

  withModels(withOutput(modelGroup.command("check")))
    .description("check DTDL files; every error with its place")
    .argument("[paths...]", "files and folders", ["models"])
    .option("--strict", "end with exit code 11 where a form is valid and discouraged")
    .action(async (paths, options) =>
      (await import("../commands/model-check.js")).modelCheck(paths, options, io),
    );

  withModels(withOutput(modelGroup.command("show")))
    .description("show the components, properties, telemetry and commands of an Interface")
    .argument("<model>", "a DTMI or a DTDL file")
    .action(async (name, options) =>
      (await import("../commands/model-show.js")).modelShow(name, options, io),
    );

  withModels(withOutput(modelGroup.command("schema")))
    .description("print the JSON Schema 2020-12 of what an Interface puts on the wire")
    .argument("<model>", "a DTMI or a DTDL file")
    .addOption(
      new Option("--part <part>", "only this part").choices([
        "telemetry",
        "properties",
        "commands",
        "twin",
      ]),
    )
    .option("--interface <dtmi>", "another Interface of the file than its first")
    .action(async (name, options) =>
      (await import("../commands/model-schema.js")).modelSchema(name, options, io),
    );

  withModels(withOutput(modelGroup.command("validate")))
    .description("check a JSON text against the schema of a telemetry, property or command")
    .argument("<model>", "a DTMI or a DTDL file")
    .argument("<path>", "such as temperature, thermostat1.targetTemperature, or a schema's DTMI")
    .argument("<json>", "the JSON text, @file, or - for standard input")
    .option("--response", "check the response of a command instead of its request")
    .action(async (name, path, json, options) =>
      (await import("../commands/model-validate.js")).modelValidate(name, path, json, options, io),
    );

  withModels(withOutput(modelGroup.command("diff")))
    .description("say what changed between two models, and whom it breaks")
    .argument("<old>", "a DTMI, a DTDL file or a folder")
    .argument("<new>", "a DTMI, a DTDL file or a folder")
    .option("--breaking", "exit with 11 when a change breaks devices or services")
    .action(async (before, after, options) =>
      (await import("../commands/model-diff.js")).modelDiff(before, after, options, io, outcome),
    );

  withModels(withOutput(modelGroup.command("graph")))
    .description("draw Interfaces, and how they extend, contain and relate to each other")
    .argument("[models...]", "DTMIs, or files and folders", ["models"])
    .addOption(
      new Option("--format <format>", "language of the drawing")
        .choices(["mermaid", "dot"])
        .default("mermaid"),
    )
    .option("--contents", "list telemetry, properties and commands")
    .action(async (names, options) =>
      (await import("../commands/model-graph.js")).modelGraph(names, options, io),
    );

  withOutput(modelGroup.command("explain"))
    .description("explain an error of a model or of this program; without an id, list them all")
    .argument("[id]", "an identifier such as badDtmiOrTerm or PNP_CONFLICT")
    .action(async (id, options) =>
      (await import("../commands/model-explain.js")).modelExplain(id, options, io),
    );

  withModels(withOutput(modelGroup.command("get")))
    .description("print models as they are published, or place them in a folder")
    .argument("<dtmis...>", "identifiers such as dtmi:com:example:Thermostat;1")
    .addOption(
      new Option("--deps <which>", "models they depend on: expanded asks for .expanded.json first")
        .choices(["none", "all", "expanded"])
        .default("none"),
    )
    .option("--out <dir>", "place each model in this folder by its path")
    .option("--force", "replace files that hold something else")
    .option("--dry-run", "say what would be placed, write nothing")
    .action(async (dtmis, options) =>
      (await import("../commands/model-get.js")).modelGet(dtmis, options, io),
    );

  withRepositoryFolder(modelGroup.command("expand"))
    .description("write the .expanded.json files of a repository folder")
    .argument("[folder|dtmi]", "the folder above dtmi/, or one model in it")
    .action(async (target, options) =>
      (await import("../commands/model-expand.js")).modelExpand(target, options, io),
    );

  withRepositoryFolder(modelGroup.command("import"))
    .description("split files into models and place them in a repository folder")
    .argument("<files...>", "files and folders with DTDL")
    .option("--force", "replace models that are there and differ")
    .action(async (paths, options) =>
      (await import("../commands/model-import.js")).modelImport(paths, options, io),
    );

  withRepositoryFolder(modelGroup.command("index"))
    .description("write the index pages and metadata.json of a repository folder")
    .argument("[folder]", "the folder above dtmi/")
    .option("--page-size <n>", "models on a page (default: 2048)", wholeArgument)
    .action(async (target, options) =>
      (await import("../commands/model-index.js")).modelIndex(target, options, io),
    );

  withModels(withOutput(program.command("generate")))
    .description("write typed TypeScript for models")
    .argument(
      "[models...]",
      "files, folders and DTMIs (default: those of the configuration, or models)",
    )
    .option("--out <dir>", "folder to write to; needed where no configuration names one")
    .option("--config <file>", "configuration (default: pnp.config.js, .mjs, .ts or .mts)")
    .option("--check", "write nothing; exit with 11 and a diff when files are not up to date")
    .option("--watch", "go on, and write again when a model changes, until Ctrl-C")
    .option("--poll", "with --watch, look for changes where the system tells of none")
    .option("--dry-run", "say what would be written, write nothing")
    .option("--force", "replace and remove generated files though they were changed by hand")
    .option(
      "--sidecar",
      "write x.d.json.ts beside each model file x.json, so that it can be imported with types; " +
        "TypeScript needs allowArbitraryExtensions",
    )
    .addOption(
      new Option(
        "--emit <form>",
        "js: .js, .d.ts and .d.ts.map, so that an editor's go-to-definition opens the model",
      ).choices(["ts", "js"]),
    )
    .option("--types-only", "write types that import nothing, without descriptors")
    .option(
      "--validators",
      "write the checks of payloads too, so that none is compiled at run time",
    )
    .addOption(
      new Option("--enums <form>", "an Enum as constants with a type, or as a type alone").choices([
        "const",
        "union",
      ]),
    )
    .option("--language <tag>", "language of comments, such as de; otherwise en, then any")
    .addOption(
      new Option("--long <form>", "how programs read 64-bit integers; default bigint").choices([
        "bigint",
        "number",
      ]),
    )
    .addOption(
      new Option("--dates <form>", "how programs read a dateTime; default string").choices([
        "string",
        "date",
      ]),
    )
    .option("--index", "write an index.ts that exports everything")
    .addOption(
      new Option(
        "--import-extension <extension>",
        "how imports end (default: as the nearest tsconfig.json says)",
      ).choices([".js", ".ts", "none"]),
    )
    .action(async (models, options) =>
      (await import("../commands/generate.js")).generateFiles(models, options, io, outcome),
    );
}

/** What writes to a repository. */
function withRepositoryFolder(command: Command): Command {
  return withOutput(command)
    .option("--repo <dir>", "the folder (default: PNP_MODEL_REPO or ./models)", collect)
    .option("--dry-run", "say what would be written, write nothing");
}
