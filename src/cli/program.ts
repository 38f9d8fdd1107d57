import { Command } from "commander";
import type { Io } from "./io.js";
import type { Outcome } from "./outcome.js";
import { packageVersion } from "./package-version.js";

/** Declares some of the commands. */
interface CommandGroup {
  readonly names: readonly string[];
  declare(program: Command, io: Io, outcome: Outcome): Promise<void>;
}

/** The commands, in the order of the help. */
export const commandGroups: readonly CommandGroup[] = [
  {
    names: ["hub", "demo", "doctor", "simulate"],
    declare: async (program, io, outcome) =>
      (await import("./program/local-hub.js")).addLocalHubCommands(program, io, outcome),
  },
  {
    names: ["model", "generate"],
    declare: async (program, io, outcome) =>
      (await import("./program/models.js")).addModelCommands(program, io, outcome),
  },
  {
    names: ["describe", "get", "set", "unset", "watch", "command"],
    declare: async (program, io) =>
      (await import("./program/device-state.js")).addDeviceStateCommands(program, io),
  },
  {
    names: ["monitor"],
    declare: async (program, io) =>
      (await import("./program/events.js")).addEventCommands(program, io),
  },
  {
    names: ["query", "job"],
    declare: async (program, io, outcome) =>
      (await import("./program/fleet.js")).addFleetCommands(program, io, outcome),
  },
  {
    names: ["twin", "digital-twin"],
    declare: async (program, io) =>
      (await import("./program/twins.js")).addTwinCommands(program, io),
  },
  {
    names: ["c2d"],
    declare: async (program, io) =>
      (await import("./program/messages.js")).addMessageCommands(program, io),
  },
  {
    names: ["device", "module", "sas", "configuration"],
    declare: async (program, io, outcome) =>
      (await import("./program/registry.js")).addRegistryCommands(program, io, outcome),
  },
];

/**
 * The command tree for a command line: where its first word is a command, only the group of that; else all, so that
 * help and suggestions are whole. Each action loads its own file, so that nothing is imported before it is needed.
 * Options are declared in `program/` and nowhere else.
 */
export async function createProgram(
  io: Io,
  outcome: Outcome,
  [word = ""]: readonly string[],
): Promise<Command> {
  const program = new Command("pnp")
    .description("IoT Plug and Play on the command line: models, devices, and a local IoT Hub")
    .version(packageVersion(), "-V, --version", "print the version")
    .helpCommand("help [command]", "explain a command")
    // So that everything after `hub exec` belongs to the program it runs.
    .enablePositionalOptions();
  const meant = commandGroups.filter(({ names }) => names.includes(word));
  const needed = meant.length > 0 || isVersion(word) ? meant : commandGroups;
  for (const group of needed) await group.declare(program, io, outcome);
  routeOutput(program, io);
  return program;
}

function isVersion(word: string): boolean {
  return word === "--version" || word === "-V";
}

/** Every command throws instead of ending the process, and writes where the program's {@link Io} says. */
function routeOutput(command: Command, io: Io): void {
  command.exitOverride().configureOutput({
    writeOut: (text) => io.stdout.write(text),
    writeErr: (text) => io.stderr.write(text),
    // The error is thrown as well, and reported like every other.
    outputError: () => {},
  });
  for (const child of command.commands) routeOutput(child, io);
}
