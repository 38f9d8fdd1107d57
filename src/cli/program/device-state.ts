import type { Command } from "commander";
import type { Io } from "../io.js";
import { collect, onDevice, positiveArgument, secondsArgument, viaOption } from "../options.js";

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
    .action(async (device, paths, options) =>
      (await import("../commands/get.js")).get(device, paths, options, io),
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
      (await import("../commands/set.js")).set(device, assignments, options, io),
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
      (await import("../commands/command.js")).command(device, name, options, io),
    );
}
