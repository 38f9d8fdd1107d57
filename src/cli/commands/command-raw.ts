import { checkTimeouts } from "../../client/command-timeouts.js";
import { methodBody } from "../../client/fleet/job-body.js";
import { rawClient } from "../../client/raw-client.js";
import type { CommandTimeouts } from "../../client/transport.js";
import { PnpError } from "../../errors.js";
import { restPath, shownName, type TargetOptions, withTarget } from "../device-session.js";
import type { Io } from "../io.js";
import { jsonText, type OutputFormat, outputFormat, printResult } from "../output.js";

/** How a command without its model was asked for. */
export interface RawCommandOptions extends TargetOptions {
  readonly timeout?: number;
  readonly connectTimeout?: number;
  readonly dryRun?: boolean;
  readonly output?: OutputFormat;
}

/** `pnp command --raw`: a direct method by its name on the wire. The status of the device decides how the run ends. */
export async function commandRaw(
  device: string,
  name: string,
  payload: unknown,
  options: RawCommandOptions,
  io: Io,
): Promise<void> {
  const format = outputFormat(options.output, io);
  await withTarget(device, options, io, async (target) => {
    const shown = { device: shownName(target), name, request: payload };
    if (options.dryRun) {
      const path = `/twins/${restPath(target)}/methods`;
      const body = methodBody({ name, payload, ...timeoutsOf(options) });
      const request = { method: "POST", path, body };
      const json = { device: shownName(target), request, sent: false };
      printResult(io, format, json, () => jsonText(json, 2));
      return;
    }
    const response = await rawClient(target).command(name, payload, {
      signal: io.signal,
      ...timeoutsOf(options),
    });
    if (response.status >= 400) {
      throw new PnpError(
        "PNP_COMMAND_FAILED",
        `The device answered "${name}" with status ${response.status}.`,
        { response },
      );
    }
    const json = { ...shown, status: response.status, response: response.payload };
    printResult(io, format, json, () => jsonText(response.payload, 2));
  });
}

/** The time-outs that the command line names; refused here as the hub would refuse them. */
export function timeoutsOf({ timeout, connectTimeout }: RawCommandOptions): CommandTimeouts {
  return checkTimeouts({
    ...(timeout !== undefined && { responseTimeoutSeconds: timeout }),
    ...(connectTimeout !== undefined && { connectTimeoutSeconds: connectTimeout }),
  });
}
