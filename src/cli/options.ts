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
  return command.option(
    "--repo <dir>",
    "folder of models by DTMI path (repeatable; default: PNP_MODEL_REPO or ./models)",
    collect,
  );
}

export function withConnection(command: Command): Command {
  return command
    .option(
      "--login <connection-string>",
      "service connection string; - reads it from standard input, @file from a file",
    )
    .option("--hub <host>", "hub to sign in to with Entra");
}

export function onDevice(command: Command): Command {
  return withConnection(withModels(withOutput(command)))
    .option("--model <file|dtmi>", "use this model instead of the one the device announces")
    .option("-m, --module <id>", "act on this module of the device");
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

export function portArgument(text: string): number {
  const value = numberArgument(text);
  if (!Number.isInteger(value) || value < 0 || value > 65_535) {
    throw new InvalidArgumentError("It must be a port from 0 to 65535.");
  }
  return value;
}
