import { PnpError } from "../errors.js";

const separator = "*";

/** The parts of a command's name on the wire. Without a component it is a command of the root. */
export interface CommandName {
  readonly component?: string;
  readonly command: string;
}

/**
 * The name of the direct method that carries a command: `reboot`, or `thermostat1*getMaxMinReport` for one of a
 * component. Throws `PNP_USAGE` for a name that is empty or holds an asterisk.
 */
export function formatCommandName(component: string | undefined, command: string): string {
  checkPart("command", command);
  if (component === undefined) return command;
  checkPart("component", component);
  return `${component}${separator}${command}`;
}

/**
 * Inverse of {@link formatCommandName}, for any method name a hub may deliver. A name that does not consist of
 * two parts around one asterisk is taken whole as a command of the root, which no model has.
 */
export function parseCommandName(name: string): CommandName {
  const at = name.indexOf(separator);
  const component = name.slice(0, at);
  const command = name.slice(at + 1);
  if (at < 1 || command === "" || command.includes(separator)) return { command: name };
  return { component, command };
}

function checkPart(role: "component" | "command", name: string): void {
  if (name !== "" && !name.includes(separator)) return;
  throw new PnpError(
    "PNP_USAGE",
    `The ${role} name ${JSON.stringify(name)} cannot be part of a method name: it must not be empty nor hold "*".`,
    { hint: "Use the name as the model writes it." },
  );
}
