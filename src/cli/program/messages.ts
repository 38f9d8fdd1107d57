import { type Command, Option } from "commander";
import type { Io } from "../io.js";
import {
  collect,
  positiveArgument,
  wholeArgument,
  withConnection,
  withOutput,
} from "../options.js";

/** Cloud-to-device messages. */
export function addMessageCommands(program: Command, io: Io): void {
  const group = program.command("c2d").description("cloud-to-device messages");

  withConnection(withOutput(group.command("send")))
    .description("put a message into the queue of a device")
    .argument("<device>", "id of the device")
    .option("--body <text>", "the message as text")
    .option("--file <file>", "the message as a file, byte by byte; - reads standard input")
    .option("--json <json>", "the message as JSON text, sent as it stands")
    .addOption(
      new Option("--ack <which>", "the ends of the message to give feedback on")
        .choices(["none", "positive", "negative", "full"])
        .default("none"),
    )
    .option("--expiry <seconds|instant>", "when it is dead if undelivered; at most two days ahead")
    .option("--property <name=value>", "an application property (repeatable)", collect)
    .option("--message-id <id>", "by which feedback names it; default: a new UUID")
    .option("--correlation-id <id>", "id of what it belongs to")
    .option("--content-type <type>", "default for --json: application/json")
    .option("--content-encoding <encoding>", "default for --json: utf-8")
    .option("--dry-run", "print the exact message, send nothing")
    .action(async (device, options) =>
      (await import("../commands/c2d-send.js")).c2dSend(device, options, io),
    );

  withConnection(withOutput(group.command("feedback")))
    .description("what became of messages sent with --ack, until Ctrl-C; takes it off the hub")
    .option("--count <n>", "end after so many records", wholeArgument)
    .option("--interval <seconds>", "seconds between two looks", positiveArgument, 1)
    .action(async (options) =>
      (await import("../commands/c2d-feedback.js")).c2dFeedback(options, io),
    );

  withConnection(withOutput(group.command("purge")))
    .description("throw out the messages that wait for a device")
    .argument("<device>", "id of the device")
    .option("--dry-run", "print the exact request, send nothing")
    .action(async (device, options) =>
      (await import("../commands/c2d-purge.js")).c2dPurge(device, options, io),
    );
}
