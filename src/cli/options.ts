import { type Command, InvalidArgumentError, Option } from "commander";
import { outputFormats } from "./output.js";

export function withOutput(command: Command): Command {
  const option = new Option("--output <format>", "default: human on a terminal, else json");
  return command.addOption(option.choices(outputFormats));
}

export function viaOption(description: string): Option {
  return new Option("--via <route>", description).choices(["twin", "digital-twin"]).default("twin");
}

export function withModels(command: Command): Command {
  return command
    .option(
      "--repo <dir|url>",
      "folder of models by DTMI path, or https address (repeatable; default: PNP_MODEL_REPO or ./models)",
      collect,
    )
    .option("--offline", "ask no model repository, take its models from the cache")
    .option("--no-cache", "ask for models again, and keep none");
}

export function withConnection(command: Command): Command {
  return command
    .option(
      "--login <connection-string>",
      "service connection string (for doctor also a device's); - reads it from standard input, @file from a file",
    )
    .option("--hub <host>", "hub to sign in to with Entra");
}

export function onDevice(command: Command): Command {
  return onTarget(withModels(command)).option(
    "--model <file|dtmi>",
    "use this model instead of the one the device announces",
  );
}

/** A device or module whose model does not matter. */
export function onTarget(command: Command): Command {
  return withConnection(withOutput(command)).option(
    "-m, --module <id>",
    "act on this module of the device",
  );
}

/** What every write of a twin takes. */
export function withGuard(command: Command): Command {
  return command
    .option(
      "--if-match <etag>",
      "refuse when the twin has another etag; default: the etag just read",
    )
    .option("--retry <n>", "read again and repeat so often when somebody was first", countArgument)
    .option("--dry-run", "print the exact request, send nothing");
}

export function collect(value: string, before: readonly string[] = []): readonly string[] {
  return [...before, value];
}

export function numberArgument(text: string): number {
  const value = Number(text);
  if (text.trim() === "" || !Number.isFinite(value))
    throw new InvalidArgumentError("It must be a number.");
  return value;
}

export function secondsArgument(text: string): number {
  const value = numberArgument(text);
  if (value < 0) throw new InvalidArgumentError("It must not be negative.");
  return value;
}

export function positiveArgument(text: string): number {
  const value = numberArgument(text);
  if (value <= 0) throw new InvalidArgumentError("It must be above 0.");
  return value;
}

export function wholeArgument(text: string): number {
  const value = positiveArgument(text);
  if (!Number.isInteger(value)) throw new InvalidArgumentError("It must be a whole number.");
  return value;
}

export function countArgument(text: string): number {
  const value = numberArgument(text);
  if (!Number.isInteger(value) || value < 0) {
    throw new InvalidArgumentError("It must be a whole number from 0.");
  }
  return value;
}

export function portArgument(text: string): number {
  const value = numberArgument(text);
  if (!Number.isInteger(value) || value < 0 || value > 65_535) {
    throw new InvalidArgumentError("It must be a port from 0 to 65535.");
  }
  return value;
}
