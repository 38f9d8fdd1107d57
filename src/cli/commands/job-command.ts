import { invokeFleet } from "../../client/fleet/invoke-fleet.js";
import { invokeRawFleet } from "../../client/fleet/raw-fleet.js";
import { withHub } from "../connection.js";
import { type FleetFlags, fleetModel, fleetOptions } from "../fleet-options.js";
import { reportFleet } from "../fleet-report.js";
import type { Io } from "../io.js";
import { readJsonArgument } from "../json-argument.js";
import type { Outcome } from "../outcome.js";
import { outputFormat } from "../output.js";

interface Flags extends FleetFlags {
  readonly payload?: string;
  readonly responseTimeout?: number;
  readonly connectTimeout?: number;
}

/** `pnp job command`: a command on every device that a condition finds, with each device's response. */
export async function jobCommand(
  where: string,
  name: string,
  flags: Flags,
  io: Io,
  outcome: Outcome,
): Promise<void> {
  const format = outputFormat(flags.output, io);
  const { responseTimeout, connectTimeout } = flags;
  const options = {
    ...fleetOptions(flags, io),
    ...(responseTimeout === undefined ? {} : { responseTimeoutSeconds: responseTimeout }),
    ...(connectTimeout === undefined ? {} : { connectTimeoutSeconds: connectTimeout }),
  };
  const descriptor = await fleetModel(flags, io);
  const payload =
    flags.payload === undefined ? null : await readJsonArgument(flags.payload, "--payload", io);
  await withHub(flags, io, (hub) =>
    reportFleet(io, outcome, format, (onProgress) =>
      descriptor
        ? invokeFleet(hub, descriptor, where, name, payload, { ...options, onProgress })
        : invokeRawFleet(hub, where, name, payload, { ...options, onProgress }),
    ),
  );
}
