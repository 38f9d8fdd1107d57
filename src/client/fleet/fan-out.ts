import { isPnpError, PnpError } from "../../errors.js";
import type { CallOptions } from "../call-options.js";
import type { FleetAction } from "./fleet-action.js";
import type { FleetHub, FleetRow } from "./fleet-types.js";

/** How many calls at a time, until when, and who is told. */
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
  // Each worker listens to a signal of its own: Node warns of more than ten listeners at one.
  const workers = Array.from(
    { length: Math.min(concurrency, deviceIds.length) },
    () => new AbortController(),
  );
  const stop = (): void => {
    for (const worker of workers) worker.abort(signal.reason);
  };
  if (signal.aborted) stop();
  signal.addEventListener("abort", stop);
  const work = async (worker: AbortController): Promise<void> => {
    for (const deviceId of waiting) {
      if (worker.signal.aborted) return;
      onRow(await actOn(hub, deviceId, action, { signal: worker.signal }));
    }
  };
  try {
    await Promise.all(workers.map(work));
  } finally {
    signal.removeEventListener("abort", stop);
  }
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
