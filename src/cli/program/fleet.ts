import { type Command, Option } from "commander";
import type { Io } from "../io.js";
import {
  positiveArgument,
  secondsArgument,
  wholeArgument,
  withConnection,
  withModels,
  withOutput,
} from "../options.js";
import type { Outcome } from "../outcome.js";

/** What acts on many devices: queries, and jobs. */
export function addFleetCommands(program: Command, io: Io, outcome: Outcome): void {
  withConnection(withOutput(program.command("query")))
    .description("run a query over devices, devices.modules or devices.jobs")
    .argument("<sql>", "for example \"SELECT deviceId FROM devices WHERE tags.site = 'lab'\"")
    .option("--page-size <rows>", "rows asked for at one time, 1 to 100", wholeArgument)
    .option("--limit <rows>", "stop after so many rows", wholeArgument)
    .action(async (sql, options) => (await import("../commands/query.js")).query(sql, options, io));

  const job = program.command("job").description("one change or command for many devices");

  onFleet(job.command("set"))
    .description("set writable properties on every device that a condition finds")
    .argument("<where>", "condition of the query language; * means all devices")
    .argument("<assignments...>", "component.property=value or property=value")
    .action(async (where, assignments, options) =>
      (await import("../commands/job-set.js")).jobSet(where, assignments, options, io, outcome),
    );

  onFleet(job.command("command"))
    .description("invoke a command on every device that a condition finds")
    .argument("<where>", "condition of the query language; * means all devices")
    .argument("<command>", "component*command or command (quote the asterisk)")
    .option("--payload <json>", "the request as JSON; - reads standard input, @file a file")
    .option("--response-timeout <seconds>", "for each device's answer, 5 to 300", positiveArgument)
    .option("--connect-timeout <seconds>", "for each device to connect, 0 to 300", secondsArgument)
    .action(async (where, name, options) =>
      (await import("../commands/job-command.js")).jobCommand(where, name, options, io, outcome),
    );

  withConnection(withOutput(job.command("list")))
    .description("the hub's jobs")
    .addOption(
      new Option("--type <type>", "only of this type").choices([
        "scheduleUpdateTwin",
        "scheduleDeviceMethod",
      ]),
    )
    .addOption(
      new Option("--status <status>", "only in this status").choices([
        "queued",
        "scheduled",
        "running",
        "completed",
        "failed",
        "cancelled",
      ]),
    )
    .option("--limit <jobs>", "stop after so many jobs", wholeArgument)
    .action(async (options) => (await import("../commands/job-list.js")).jobList(options, io));

  withConnection(withOutput(job.command("show")))
    .description("a job, and how it went on each device")
    .argument("<job>", "id of the job")
    .option("--wait", "wait until it is over")
    .option(
      "--timeout <seconds>",
      "how long to wait; default: as long as it takes",
      positiveArgument,
    )
    .action(async (id, options) =>
      (await import("../commands/job-show.js")).jobShow(id, options, io, outcome),
    );

  withConnection(withOutput(job.command("cancel")))
    .description("leave alone the devices that a job has not reached")
    .argument("<job>", "id of the job")
    .option("--dry-run", "print the exact request, send nothing")
    .action(async (id, options) =>
      (await import("../commands/job-cancel.js")).jobCancel(id, options, io),
    );
}

/** Options of what goes to a whole fleet. */
function onFleet(command: Command): Command {
  return withConnection(withModels(withOutput(command)))
    .option("--model <file|dtmi>", "the model; devices of another one are left out")
    .option("--raw", "without a model: names and values as typed, on every device found")
    .option("--assume-model", "take devices that announced no model for ones of this model")
    .option("--direct", "one call for each device from here, instead of a job of the hub")
    .option(
      "--concurrency <devices>",
      "with --direct: so many at one time, default 10",
      wholeArgument,
    )
    .option("--wait", "wait for the job and print how it went on each device")
    .option("--timeout <seconds>", "stop after so long; default: no limit", positiveArgument)
    .option("--id <job>", "id of the job; default: a new one")
    .option("--start <instant>", "when the job starts, such as 2026-11-20T22:00:00Z; default: now")
    .option("--max-seconds <seconds>", "how long the job may take, default 3600", wholeArgument)
    .option("--dry-run", "print the exact requests, send nothing");
}
