import { PnpError } from "../errors.js";
import { requireObject } from "./require-argument.js";
import type { CommandTimeouts } from "./transport.js";

const ranges = { connectTimeoutSeconds: [0, 300], responseTimeoutSeconds: [5, 300] } as const;

/**
 * The two time-outs of a command, of options that hold more. The hub takes whole seconds in a range; others are refused
 * with `PNP_USAGE` before the call.
 */
export function checkTimeouts(options: CommandTimeouts): CommandTimeouts {
  requireObject(options, "The options of the command");
  const timeouts: { -readonly [K in keyof CommandTimeouts]: CommandTimeouts[K] } = {};
  for (const name of ["connectTimeoutSeconds", "responseTimeoutSeconds"] as const) {
    const value = options[name];
    if (value === undefined) continue;
    const [least, most] = ranges[name];
    if (!Number.isInteger(value) || value < least || value > most) {
      throw new PnpError(
        "PNP_USAGE",
        `${name} must be a whole number from ${least} to ${most}; got ${value}.`,
        { hint: "IoT Hub takes no other time-outs; nothing was sent." },
      );
    }
    timeouts[name] = value;
  }
  return timeouts;
}
