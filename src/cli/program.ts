import { Command, InvalidArgumentError, Option } from "commander";
import type { Io } from "./io.js";
import { outputFormats } from "./output.js";
import { packageVersion } from "./package-version.js";

/** What a run ends with, where that is not success or an error. */
export interface Outcome {
  exitCode: number;
}

/**
 * The command tree. Each action loads its own file, so that nothing is imported before it is needed.
 * Options are declared here and nowhere else.
 */
export function createProgram(io: Io, outcome: Outcome): Command {
  const program = new Command("pnp")
    .description("IoT Plug and Play on the command line: models, devices, and a local IoT Hub")
    .version(packageVersion(), "-V, --version", "print the version")
    .helpCommand("help [command]", "explain a command")
    // So that everything after `hub exec` belongs to the program it runs.
    .enablePositionalOptions();
  const modelGroup = program.command("model").description("check and show DTDL models");
  const hubGroup = program
    .command("hub")
    .description("the local IoT Hub")
    .enablePositionalOptions();

  withOutput(program.command("demo"))
    .description("the main job, end to end, on a local hub inside this process")
    .option("--target <celsius>", "the target temperature to set", numberArgument, 22.5)
    .option("--keep", "leave hub and device running until Ctrl-C")
    .action(async (options) => (await import("./commands/demo.js")).demo(options, io));

  withModels(withOutput(modelGroup.command("check")))
    .description("check DTDL files; every error with its place")
    .argument("[paths...]", "files and folders", ["models"])
    .action(async (paths, options) =>
      (await import("./commands/model-check.js")).modelCheck(paths, options, io),
    );

  withModels(withOutput(modelGroup.command("show")))
    .description("show the components, properties, telemetry and commands of an Interface")
    .argument("<model>", "a DTMI or a DTDL file")
    .action(async (name, options) =>
      (await import("./commands/model-show.js")).modelShow(name, options, io),
    );

  withModels(withOutput(program.command("generate")))
    .description("write typed TypeScript for models")
    .argument("[models...]", "files and folders", ["models"])
    .requiredOption("--out <dir>", "folder to write to")
    .option("--dry-run", "say what would be written, write nothing")
    .action(async (paths, options) =>
      (await import("./commands/generate.js")).generateFiles(paths, options, io),
    );

  withOutput(hubGroup.command("start"))
    .description("start the local hub and keep it running until Ctrl-C; its state lives in memory")
    .option("--name <name>", "name of the hub: <name>.azure-devices.test", "local")
    .option("--port <port>", "TLS port for every protocol; 0 takes a free one", portArgument, 0)
    .option("--memory", "keep nothing on disk (the only mode there is today)")
    .action(async (options) => (await import("./commands/hub-start.js")).hubStart(options, io));

  hubGroup
    .command("exec")
    .description("start a local hub, run a program against it, stop it")
    .argument("<command...>", "the program and its arguments, after --")
    .passThroughOptions()
    .action(async (command) => {
      outcome.exitCode = await (await import("./commands/hub-exec.js")).hubExec(command, io);
    });

  withModels(withConnection(withOutput(program.command("simulate"))))
    .description("run a simulated device of a model until Ctrl-C; a missing identity is created")
    .argument("<model>", "a DTMI or a DTDL file")
    .option("--device <id>", "id of the device", "simulated")
    .option("--interval <seconds>", "seconds between two rounds of telemetry", positiveArgument, 5)
    .option("--rounds <n>", "stop after this many rounds", wholeArgument)
    .option("--seed <text>", "seed of the generated values", "twinplug")
    .action(async (model, options) =>
      (await import("./commands/simulate.js")).simulate(model, options, io),
    );

  onDevice(program.command("describe"))
    .description("the model tree of a device joined with its live values")
    .argument("<device>", "id of the device")
    .action(async (device, options) =>
      (await import("./commands/describe.js")).describeDevice(device, options, io),
    );

  onDevice(program.command("get"))
    .description("desired, reported and acknowledged state of properties")
    .argument("<device>", "id of the device")
    .argument("[paths...]", "component.property or property; none means all")
    .action(async (device, paths, options) =>
      (await import("./commands/get.js")).get(device, paths, options, io),
    );

  onDevice(program.command("set"))
    .description("set writable properties, all in one patch")
    .argument("<device>", "id of the device")
    .argument("<assignments...>", "component.property=value or property=value")
    .option("--wait", "wait for the acknowledgement of the device")
    .option("--timeout <seconds>", "how long to wait for it", positiveArgument, 30)
    .addOption(viaOption("how the patch travels"))
    .option(
      "--if-match <etag>",
      "refuse when the twin has another etag; default: the etag just read",
    )
    .option("--dry-run", "print the exact request, send nothing")
    .action(async (device, assignments, options) =>
      (await import("./commands/set.js")).set(device, assignments, options, io),
    );

  onDevice(program.command("command"))
    .description("invoke a command and print the response")
    .argument("<device>", "id of the device")
    .argument("<command>", "component*command or command (quote the asterisk)")
    .option("--payload <json>", "the request as JSON")
    .option("--file <file>", "the request as a JSON file; - reads standard input")
    .option("--arg <name=value>", "the request by its name, or one field of it", collect)
    .addOption(viaOption("how the command travels; twin is a direct method"))
    .option("--timeout <seconds>", "how long to wait for the answer, 5 to 300", positiveArgument)
    .option(
      "--connect-timeout <seconds>",
      "how long to wait for the device to connect, 0 to 300",
      secondsArgument,
    )
    .option("--dry-run", "print the exact request, send nothing")
    .action(async (device, name, options) =>
      (await import("./commands/command.js")).command(device, name, options, io),
    );

  routeOutput(program, io);
  return program;
}

function withOutput(command: Command): Command {
  const option = new Option("--output <format>", "default: human on a terminal, else json");
  return command.addOption(option.choices(outputFormats));
}

function viaOption(description: string): Option {
  return new Option("--via <route>", description).choices(["twin", "digital-twin"]).default("twin");
}

function withModels(command: Command): Command {
  return command.option(
    "--repo <dir>",
    "folder of models by DTMI path (repeatable; default: PNP_MODEL_REPO or ./models)",
    collect,
  );
}

function withConnection(command: Command): Command {
  return command
    .option(
      "--login <connection-string>",
      "service connection string; - reads it from standard input, @file from a file",
    )
    .option("--hub <host>", "hub to sign in to with Entra");
}

function onDevice(command: Command): Command {
  return withConnection(withModels(withOutput(command)))
    .option("--model <file|dtmi>", "use this model instead of the one the device announces")
    .option("-m, --module <id>", "act on this module of the device");
}

function collect(value: string, before: readonly string[] = []): readonly string[] {
  return [...before, value];
}

function numberArgument(text: string): number {
  const value = Number(text);
  if (text.trim() === "" || !Number.isFinite(value))
    throw new InvalidArgumentError("It must be a number.");
  return value;
}

function secondsArgument(text: string): number {
  const value = numberArgument(text);
  if (value < 0) throw new InvalidArgumentError("It must not be negative.");
  return value;
}

function positiveArgument(text: string): number {
  const value = numberArgument(text);
  if (value <= 0) throw new InvalidArgumentError("It must be above 0.");
  return value;
}

function wholeArgument(text: string): number {
  const value = positiveArgument(text);
  if (!Number.isInteger(value)) throw new InvalidArgumentError("It must be a whole number.");
  return value;
}

function portArgument(text: string): number {
  const value = numberArgument(text);
  if (!Number.isInteger(value) || value < 0 || value > 65_535) {
    throw new InvalidArgumentError("It must be a port from 0 to 65535.");
  }
  return value;
}

/** Every command throws instead of ending the process, and writes where the program's {@link Io} says. */
function routeOutput(command: Command, io: Io): void {
  command.exitOverride().configureOutput({
    writeOut: (text) => io.stdout.write(text),
    writeErr: (text) => io.stderr.write(text),
    // The error is thrown as well, and reported like every other.
    outputError: () => {},
  });
  for (const child of command.commands) routeOutput(child, io);
}
