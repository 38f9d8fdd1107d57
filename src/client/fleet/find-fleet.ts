import { PnpError } from "../../errors.js";
import type { Descriptor } from "../descriptor.js";
import type { FleetHub, FleetOptions, FleetRow } from "./fleet-types.js";

/** The devices that a condition found: those of the model, and the others. */
export interface Fleet {
  readonly deviceIds: readonly string[];
  readonly leftOut: readonly FleetRow<never>[];
}

interface Found {
  readonly deviceId: string;
  readonly modelId?: string;
}

/**
 * Asks the hub for the devices and looks at the model of each. `*` stands for all devices; an empty condition does not,
 * since it is what an unset variable holds.
 */
export async function findFleet(
  hub: FleetHub,
  descriptor: Descriptor | undefined,
  where: string,
  options: FleetOptions,
): Promise<Fleet> {
  const condition = where.trim();
  const filter = condition === "*" ? "" : ` WHERE ${condition}`;
  const sql = `SELECT deviceId, modelId FROM devices${filter}`;
  const { signal } = options;
  const deviceIds: string[] = [];
  const leftOut: FleetRow<never>[] = [];
  for await (const row of hub.query<Found>(sql, signal === undefined ? {} : { signal })) {
    const reason = reasonToLeaveOut(row, descriptor, options.assumeModel === true);
    if (reason === undefined) deviceIds.push(row.deviceId);
    else leftOut.push({ deviceId: row.deviceId, outcome: "left-out", error: reason });
  }
  return { deviceIds, leftOut };
}

function reasonToLeaveOut(
  { deviceId, modelId }: Found,
  descriptor: Descriptor | undefined,
  assumeModel: boolean,
): PnpError | undefined {
  if (descriptor === undefined || modelId === descriptor.id) return undefined;
  if (!modelId && assumeModel) return undefined;
  const announced = modelId ? `the model ${modelId}` : "no model";
  return new PnpError(
    "PNP_MODEL_NOT_FOUND",
    `${deviceId} announced ${announced}; this call is for ${descriptor.id}.`,
    {
      hint: modelId
        ? "Use the client of its own model for it."
        : "Nothing was sent to it. Say that such devices follow this model with assumeModel.",
    },
  );
}
