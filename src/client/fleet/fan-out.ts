import { isPnpError, PnpError } from "../../errors.js";
import type { CallOptions } from "../call-options.js";
import type { FleetAction } from "./fleet-action.js";
import type { FleetHub, FleetRow } from "./fleet-types.js";

export interface FanOutOptions<R> {
  readonly concurrency: number;
  /** No device is begun after it is aborted; the calls under way are given up. */
  readonly signal: AbortSignal;
  readonly onRow: (row: FleetRow<R>) => void;
}

/** Does one call for each device, so many at a time. Resolves when all that were begun are done. */
export async function fanOut<R>(
  hub: FleetHub,
  deviceIds: readonly string[],
  action: FleetAction<R>,
  { concurrency, signal, onRow }: FanOutOptions<R>,
): Promise<void> {
  if (!Number.isInteger(concurrency) || concurrency < 1) {
    throw new PnpError(
      "PNP_USAGE",
      `concurrency must be a whole number above 0; got ${concurrency}.`,
    );
  }
  const waiting = deviceIds.values();
  const work = async (): Promise<void> => {
    for (const deviceId of waiting) {
      if (signal.aborted) return;
      onRow(await actOn(hub, deviceId, action, { signal }));
    }
  };
  await Promise.all(Array.from({ length: Math.min(concurrency, deviceIds.length) }, work));
}

async function actOn<R>(
  hub: FleetHub,
  deviceId: string,
  action: FleetAction<R>,
  options: CallOptions,
): Promise<FleetRow<R>> {
  try {
    return { deviceId, outcome: "succeeded", ...(await action.act(hub.device(deviceId), options)) };
  } catch (error) {
    if (!isPnpError(error)) throw error;
    return failedRow(deviceId, error);
  }
}

/** The row of a device on which it failed, or whose outcome nobody knows. */
export function failedRow(deviceId: string, error: PnpError): FleetRow<never> {
  const outcome = error.code === "PNP_ABORTED" ? "unknown" : "failed";
  const { response } = error;
  return { deviceId, outcome, error, ...(response && { status: response.status }) };
}
