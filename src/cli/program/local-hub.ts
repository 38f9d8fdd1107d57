import { type Command, Option } from "commander";
import type { Io } from "../io.js";
import {
  numberArgument,
  portArgument,
  positiveArgument,
  wholeArgument,
  withConnection,
  withModels,
  withOutput,
} from "../options.js";
import type { Outcome } from "../outcome.js";

/** The local hub, and devices to put on it. */
export function addLocalHubCommands(program: Command, io: Io, outcome: Outcome): void {
  const hubGroup = program
    .command("hub")
    .description("the local IoT Hub")
    .enablePositionalOptions();

  withOutput(program.command("demo"))
    .description("the main job, end to end, on a local hub inside this process")
    .option("--target <celsius>", "the target temperature to set", numberArgument, 22.5)
    .option("--keep", "leave hub and device running until Ctrl-C")
    .action(async (options) => (await import("../commands/demo.js")).demo(options, io));

  withOutput(hubGroup.command("start"))
    .description("start the local hub and keep it running until Ctrl-C")
    .option("--name <name>", "name of the hub: <name>.azure-devices.test", "local")
    .option("--port <port>", "TLS port for every protocol; 0 takes a free one", portArgument, 0)
    .option("--host <address>", "address to listen on (default: 127.0.0.1, this machine alone)")
    .option(
      "--standard-ports",
      "need 443, 8883, 5671 and 5672, instead of taking the last three where they are free",
    )
    .option("--detach", "run in the background; pnp hub stop ends it")
    .addOption(
      new Option(
        "--tier <tier>",
        "throttle it, and count its messages, as Azure does in this tier",
      ).choices(["F1", "B1", "B2", "B3", "S1", "S2", "S3"]),
    )
    .option("--units <n>", "so many units of the tier (default: 1)", wholeArgument)
    .option(
      "--data <folder>",
      "keep its state here (default: a folder of the hub's name beside the state file)",
    )
    .option("--memory", "keep nothing on disk")
    .option(
      "--seed <file>",
      "JSON with devices, enrollments and configurations for a hub that is new",
    )
    .action(async (options) => {
      outcome.exitCode = await (await import("../commands/hub-start.js")).hubStart(options, io);
    });

  hubGroup
    .command("exec")
    .description("start a local hub, run a program against it, stop it")
    .argument("<command...>", "the program and its arguments, after --")
    .option("--device <id>", "create this device, and let the program be it")
    .passThroughOptions()
    .action(async (command, options) => {
      const { hubExec } = await import("../commands/hub-exec.js");
      outcome.exitCode = await hubExec(command, options, io);
    });

  hubGroup
    .command("env")
    .description("print the variables by which programs find the running hub")
    .option("--shell", "for a shell to evaluate (the default)")
    .option("--dotenv", "for a file that node --env-file reads")
    .option("--json", "as one JSON object")
    .option("--device <id>", "a device for the program to be; it is created when it is missing")
    .action(async (options) => (await import("../commands/hub-env.js")).hubEnv(options, io));

  withOutput(hubGroup.command("status"))
    .description("what the running hub says about itself")
    .action(async (options) => (await import("../commands/hub-status.js")).hubStatus(options, io));

  withOutput(hubGroup.command("logs"))
    .description("who came and went, what was refused, by which rule, and what to do")
    .option("--follow", "go on with what comes")
    .addOption(
      new Option("--level <level>", "down to this level; debug shows what comes, with --follow")
        .choices(["error", "warn", "info", "debug"])
        .default("info"),
    )
    .action(async (options) => (await import("../commands/hub-logs.js")).hubLogs(options, io));

  withOutput(hubGroup.command("stop"))
    .description("stop the running hub")
    .action(async (options) => (await import("../commands/hub-stop.js")).hubStop(options, io));

  const snapshotName = "a name; with a slash or an ending, the path of a file";
  const snapshot = hubGroup.command("snapshot").description("the whole state of a hub in one file");
  withOutput(snapshot.command("save"))
    .description("write one, while the hub runs or not")
    .argument("<name>", snapshotName)
    .option("--name <hub>", "the hub (default: the one that runs, else local)")
    .option("--data <folder>", "where the hub keeps its state")
    .option("--yes", "a snapshot of this name may be replaced")
    .action(async (name, options) =>
      (await import("../commands/hub-snapshot-save.js")).hubSnapshotSave(name, options, io),
    );
  withOutput(snapshot.command("restore"))
    .description("put one in the place of what its hub has now")
    .argument("<name>", snapshotName)
    .option("--data <folder>", "put it here (default: a folder of the hub's name)")
    .option("--yes", "what the hub has now may go")
    .action(async (name, options) =>
      (await import("../commands/hub-snapshot-restore.js")).hubSnapshotRestore(name, options, io),
    );

  withOutput(hubGroup.command("reset"))
    .description("forget all that a hub has kept")
    .option("--name <hub>", "the hub (default: the one that runs, else local)")
    .option("--data <folder>", "where the hub keeps its state")
    .option("--yes", "what the hub has now may go")
    .action(async (options) => (await import("../commands/hub-reset.js")).hubReset(options, io));

  withConnection(withOutput(program.command("doctor")))
    .description("find out why a hub is not reached, or refuses: one check a line, and what to do")
    .action(async (options) => {
      const { doctor } = await import("../commands/doctor.js");
      outcome.exitCode = await doctor(options, io);
    });

  withModels(withConnection(withOutput(program.command("simulate"))))
    .description("run simulated devices of a model until Ctrl-C; missing identities are created")
    .argument("<model>", "a DTMI or a DTDL file")
    .option("--device <id>", "id of the device", "simulated")
    .option("--devices <n>", "run so many devices instead of one", wholeArgument)
    .option("--prefix <text>", "what their ids begin with, before a number (default: the id and -)")
    .addOption(
      new Option("--transport <name>", "protocol of the devices")
        .choices(["mqtt", "mqtt-ws", "amqp", "amqp-ws"])
        .default("mqtt"),
    )
    .option("--interval <seconds>", "seconds between two rounds of telemetry", positiveArgument, 5)
    .option("--rate <n>", "rounds of telemetry a second, instead of --interval", positiveArgument)
    .option("--rounds <n>", "stop after this many rounds", wholeArgument)
    .option("--seed <text>", "seed of the generated values", "twinplug")
    .action(async (model, options) =>
      (await import("../commands/simulate.js")).simulate(model, options, io),
    );
}
