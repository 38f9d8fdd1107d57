import type { Command } from "commander";
import type { Io } from "../io.js";
import {
  collect,
  onDevice,
  positiveArgument,
  secondsArgument,
  viaOption,
  wholeArgument,
  withGuard,
} from "../options.js";

const rawText = "use no model: paths and values as they stand in the twin";

/** What acts on one device in the words of its model. */
export function addDeviceStateCommands(program: Command, io: Io): void {
  onDevice(program.command("describe"))
    .description("the model tree of a device joined with its live values")
    .argument("<device>", "id of the device")
    .action(async (device, options) =>
      (await import("../commands/describe.js")).describeDevice(device, options, io),
    );

  onDevice(program.command("get"))
    .description("desired, reported and acknowledged state of properties")
    .argument("<device>", "id of the device")
    .argument("[paths...]", "component.property or property; none means all")
    .option("--raw", rawText)
    .action(async (device, paths, options) =>
      (await import("../commands/get.js")).get(device, paths, options, io),
    );

  withGuard(onDevice(program.command("set")))
    .description("set writable properties, all in one patch")
    .argument("<device>", "id of the device")
    .argument("<assignments...>", "component.property=value or property=value")
    .option("--wait", "wait for the acknowledgement of the device")
    .option("--timeout <seconds>", "how long to wait for it", positiveArgument, 30)
    .addOption(viaOption("how the patch travels"))
    .option("--raw", rawText)
    .action(async (device, assignments, options) =>
      (await import("../commands/set.js")).set(device, assignments, options, io),
    );

  withGuard(onDevice(program.command("unset")))
    .description("remove desired values, all in one patch")
    .argument("<device>", "id of the device")
    .argument("<paths...>", "component.property or property")
    .addOption(viaOption("how the patch travels"))
    .option("--raw", rawText)
    .action(async (device, paths, options) =>
      (await import("../commands/set.js")).unset(device, paths, options, io),
    );

  onDevice(program.command("watch"))
    .description("print properties, and again whenever they change, until Ctrl-C")
    .argument("<device>", "id of the device")
    .argument("[paths...]", "component.property or property; none means all")
    .option("--interval <seconds>", "seconds between two looks at the twin", positiveArgument, 2)
    .option("--count <n>", "stop after this many lines", wholeArgument)
    .option("--raw", rawText)
    .action(async (device, paths, options) =>
      (await import("../commands/watch.js")).watch(device, paths, options, io),
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
    .option("--raw", "use no model: the name as on the wire; the request is null unless given")
    .option("--dry-run", "print the exact request, send nothing")
    .action(async (device, name, options) =>
      (await import("../commands/command.js")).command(device, name, options, io),
    );
}
