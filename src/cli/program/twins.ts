import type { Command } from "commander";
import type { Io } from "../io.js";
import { onTarget, withGuard } from "../options.js";

/** Twins and digital twins as they are, whatever the model. */
export function addTwinCommands(program: Command, io: Io): void {
  const twin = program.command("twin").description("the raw twin of a device or module");

  onTarget(twin.command("show"))
    .description("the whole twin: tags, desired, reported, metadata")
    .argument("<device>", "id of the device")
    .action(async (device, options) =>
      (await import("../commands/twin.js")).twinShow(device, options, io),
    );

  withParts(withGuard(onTarget(twin.command("patch"))))
    .description("merge into tags and desired properties; null removes")
    .argument("<device>", "id of the device")
    .action(async (device, options) =>
      (await import("../commands/twin.js")).twinPatch(device, options, io),
    );

  withParts(withGuard(onTarget(twin.command("replace"))))
    .description("put new tags or desired properties in the place of all there were")
    .argument("<device>", "id of the device")
    .action(async (device, options) =>
      (await import("../commands/twin.js")).twinReplace(device, options, io),
    );

  const digitalTwin = program
    .command("digital-twin")
    .description("the raw digital twin of a device");

  onTarget(digitalTwin.command("show"))
    .description("the document as the hub shows it, with its etag")
    .argument("<device>", "id of the device")
    .action(async (device, options) =>
      (await import("../commands/digital-twin.js")).digitalTwinShow(device, options, io),
    );

  withGuard(onTarget(digitalTwin.command("patch")))
    .description("send a JSON Patch")
    .argument("<device>", "id of the device")
    .argument("<patch>", "the operations as JSON, @file, or - for standard input")
    .action(async (device, patch, options) =>
      (await import("../commands/digital-twin.js")).digitalTwinPatch(device, patch, options, io),
    );
}

function withParts(command: Command): Command {
  return command
    .option("--tags <json>", "tags: JSON, @file, or - for standard input")
    .option("--desired <json>", "desired properties: JSON, @file, or - for standard input");
}
