import { type Command, InvalidArgumentError } from "commander";
import { eventKinds } from "../../client/events/event-kind.js";
import type { Io } from "../io.js";
import { collect, onDevice, positiveArgument, wholeArgument } from "../options.js";

const kinds: readonly string[] = eventKinds;

/** What arrives at the hub's events endpoint. */
export function addEventCommands(program: Command, io: Io): void {
  onDevice(program.command("monitor"))
    .description("telemetry and notifications as they arrive, in the words of the model")
    .argument("[device]", "id of the device, its modules included; default: all devices")
    .option("--component <name>", "telemetry of this component only")
    .option(
      "--kind <kind>",
      `only events of this kind (repeatable): ${kinds.join(", ")}`,
      (kind: string, before: readonly string[] | undefined) => {
        if (kinds.includes(kind)) return collect(kind, before);
        throw new InvalidArgumentError(`The kinds are ${kinds.join(", ")}.`);
      },
    )
    .option(
      "--since <time>",
      "latest, earliest, an instant such as 2026-11-20T08:00:00Z, or so long ago: 90s, 5m, 2h",
      "latest",
    )
    .option("--count <n>", "end after so many events", wholeArgument)
    .option("--check", "end with exit code 11 at the first event that does not fit its model")
    .option("--consumer-group <name>", "consumer group to read by", "$Default")
    .option("--raw", "events as they came, without a model")
    .option(
      "--silence <seconds>",
      "say after so long without an event why that may be",
      positiveArgument,
      10,
    )
    .action(async (device, options) =>
      (await import("../commands/monitor.js")).monitor(device, options, io),
    );
}
