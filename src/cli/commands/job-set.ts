import type { Descriptor } from "../../client/descriptor.js";
import { patchFleet } from "../../client/fleet/raw-fleet.js";
import { writeToFleet } from "../../client/fleet/update-fleet.js";
import { findProperty } from "../../client/service/find-path.js";
import type { PropertyWrite } from "../../convention/twin-patch.js";
import { withHub } from "../connection.js";
import { type FleetFlags, fleetModel, fleetOptions } from "../fleet-options.js";
import { reportFleet } from "../fleet-report.js";
import type { Io } from "../io.js";
import type { Outcome } from "../outcome.js";
import { outputFormat } from "../output.js";
import { parseValueText, splitAssignment } from "../value-text.js";
import { rawDesired } from "./set-raw.js";

/** `pnp job set`: writable properties of every device that a condition finds, checked against the model. */
export async function jobSet(
  where: string,
  assignments: readonly string[],
  flags: FleetFlags,
  io: Io,
  outcome: Outcome,
): Promise<void> {
  const format = outputFormat(flags.output, io);
  const options = fleetOptions(flags, io);
  const descriptor = await fleetModel(flags, io);
  const writes = descriptor && assignments.map((text) => readWrite(text, descriptor));
  const desired = descriptor ? {} : rawDesired(assignments);
  await withHub(flags, io, (hub) =>
    reportFleet(io, outcome, format, (onProgress) =>
      descriptor && writes
        ? writeToFleet(hub, descriptor, where, writes, { ...options, onProgress })
        : patchFleet(hub, where, { desired }, { ...options, onProgress }),
    ),
  );
}

function readWrite(text: string, descriptor: Descriptor): PropertyWrite {
  const [path, value] = splitAssignment(text);
  const { component, name, schema } = findProperty(descriptor, path);
  const at = component === undefined ? {} : { component };
  return { ...at, property: name, value: parseValueText(value, schema.schema) };
}
