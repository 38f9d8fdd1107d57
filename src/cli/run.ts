import { CommanderError } from "commander";
import { isPnpError, PnpError } from "../errors.js";
import { done, exitCodes } from "./exit-codes.js";
import type { Io } from "./io.js";
import { say } from "./output.js";
import { createProgram } from "./program.js";

/** Runs one command line (without `node` and the script) and answers its exit code. Never throws. */
export async function run(args: readonly string[], io: Io): Promise<number> {
  try {
    const outcome = { exitCode: done };
    const program = await createProgram(io, outcome, args);
    await program.parseAsync([...args], { from: "user" });
    return outcome.exitCode;
  } catch (error) {
    if (error instanceof CommanderError && hasBeenShown(error)) return shownExitCode(error);
    const { reportError } = await import("./error-report.js");
    const report = reportError(interrupted(usageError(error), io));
    if (wantsJson(args)) io.stdout.write(`${report.json}\n`);
    say(io, report.text);
    return report.exitCode;
  }
}

/** Help and version are written by the time they are thrown. */
function hasBeenShown({ code }: CommanderError): boolean {
  return ["commander.help", "commander.helpDisplayed", "commander.version"].includes(code);
}

/** Help that was not asked for, since a command was missing, is a usage error. */
function shownExitCode({ exitCode }: CommanderError): number {
  return exitCode === 0 ? done : exitCodes.PNP_USAGE;
}

function usageError(error: unknown): unknown {
  if (!(error instanceof CommanderError)) return error;
  const [message = "", ...suggestion] = error.message.replace(/^error: /, "").split("\n");
  return new PnpError("PNP_USAGE", message, {
    hint:
      suggestion.length > 0
        ? suggestion.join(" ").replace(/^\(|\)$/g, "")
        : "Run the command with --help.",
  });
}

/** A failure after Ctrl-C is the interruption's, whatever it looks like. */
function interrupted(error: unknown, io: Io): unknown {
  if (!io.signal.aborted || isPnpError(error, "PNP_ABORTED")) return error;
  return new PnpError("PNP_ABORTED", "Interrupted.", { cause: error });
}

function wantsJson(args: readonly string[]): boolean {
  const at = args.indexOf("--output");
  const format =
    at === -1 ? args.find((arg) => arg.startsWith("--output="))?.slice(9) : args[at + 1];
  return format === "json" || format === "ndjson";
}
