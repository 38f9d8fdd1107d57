import { Command } from "commander";
import type { Io } from "./io.js";
import type { Outcome } from "./outcome.js";
import { packageVersion } from "./package-version.js";
import { addDeviceStateCommands } from "./program/device-state.js";
import { addEventCommands } from "./program/events.js";
import { addFleetCommands } from "./program/fleet.js";
import { addLocalHubCommands } from "./program/local-hub.js";
import { addMessageCommands } from "./program/messages.js";
import { addModelCommands } from "./program/models.js";
import { addRegistryCommands } from "./program/registry.js";
import { addTwinCommands } from "./program/twins.js";

/**
 * The command tree. Each action loads its own file, so that nothing is imported before it is needed. Options are
 * declared in `program/` and nowhere else.
 */
export function createProgram(io: Io, outcome: Outcome): Command {
  const program = new Command("pnp")
    .description("IoT Plug and Play on the command line: models, devices, and a local IoT Hub")
    .version(packageVersion(), "-V, --version", "print the version")
    .helpCommand("help [command]", "explain a command")
    // So that everything after `hub exec` belongs to the program it runs.
    .enablePositionalOptions();
  addLocalHubCommands(program, io, outcome);
  addModelCommands(program, io);
  addDeviceStateCommands(program, io);
  addEventCommands(program, io);
  addFleetCommands(program, io, outcome);
  addTwinCommands(program, io);
  addMessageCommands(program, io);
  addRegistryCommands(program, io, outcome);
  routeOutput(program, io);
  return program;
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
