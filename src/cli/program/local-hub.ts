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
    .description("start the local hub and keep it running until Ctrl-C; its state lives in memory")
    .option("--name <name>", "name of the hub: <name>.azure-devices.test", "local")
    .option("--port <port>", "TLS port for every protocol; 0 takes a free one", portArgument, 0)
    .option("--memory", "keep nothing on disk (the only mode there is today)")
    .action(async (options) => (await import("../commands/hub-start.js")).hubStart(options, io));

  hubGroup
    .command("exec")
    .description("start a local hub, run a program against it, stop it")
    .argument("<command...>", "the program and its arguments, after --")
    .passThroughOptions()
    .action(async (command) => {
      outcome.exitCode = await (await import("../commands/hub-exec.js")).hubExec(command, io);
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
