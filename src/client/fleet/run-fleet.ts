import type { Descriptor } from "../descriptor.js";
import { fanOut } from "./fan-out.js";
import { findFleet } from "./find-fleet.js";
import type { FleetAction } from "./fleet-action.js";
import { jobSettings, runFleetJobs } from "./fleet-job.js";
import type { FleetHub, FleetOptions, FleetResult, FleetRow } from "./fleet-types.js";
import { stopper } from "./stopper.js";

/** Finds the devices, leaves out those of other models than the one given, if any, and does the action on the others. */
export async function runFleet<R>(
  hub: FleetHub,
  descriptor: Descriptor | undefined,
  where: string,
  action: FleetAction<R>,
  options: FleetOptions,
): Promise<FleetResult<R>> {
  const { via = "job", dryRun = false } = options;
  const stopping = stopper(options);
  try {
    const { deviceIds, leftOut } = await findFleet(hub, descriptor, where, {
      ...options,
      signal: stopping.signal,
    });
    const plan = { via, dryRun, jobIds: [], requests: [], stopped: false };
    if (dryRun) {
      const requests =
        via === "job"
          ? jobSettings(deviceIds, descriptor, options).map((each) => action.jobRequest(each))
          : deviceIds.map((deviceId) => action.directRequest(deviceId));
      return { ...plan, ok: true, requests, devices: [...deviceIds.map(notSent), ...leftOut] };
    }
    const done =
      via === "job"
        ? await byJobs(hub, deviceIds, descriptor, action, options, stopping.signal)
        : await directly(hub, deviceIds, action, options, stopping.signal);
    const rows = new Map(done.rows.map((row) => [row.deviceId, row]));
    const devices = [
      ...deviceIds.map((deviceId) => rows.get(deviceId) ?? notSent(deviceId)),
      ...leftOut,
    ];
    const ok = devices.every(({ outcome }) => fine.has(outcome));
    return { ...plan, ok, jobIds: done.jobIds, stopped: stopping.signal.aborted, devices };
  } finally {
    stopping.end();
  }
}

const fine = new Set<string>(["succeeded", "left-out", "scheduled"]);

function notSent(deviceId: string): FleetRow<never> {
  return { deviceId, outcome: "not-sent" };
}

async function byJobs<R>(
  hub: FleetHub,
  deviceIds: readonly string[],
  descriptor: Descriptor | undefined,
  action: FleetAction<R>,
  options: FleetOptions,
  signal: AbortSignal,
): Promise<{ readonly jobIds: readonly string[]; readonly rows: readonly FleetRow<R>[] }> {
  return runFleetJobs(hub, deviceIds, descriptor, action, {
    ...options,
    signal,
    onCounts: (counts) => options.onProgress?.({ devices: deviceIds.length, ...counts }),
  });
}

async function directly<R>(
  hub: FleetHub,
  deviceIds: readonly string[],
  action: FleetAction<R>,
  { concurrency = 10, onProgress }: FleetOptions,
  signal: AbortSignal,
): Promise<{ readonly jobIds: readonly string[]; readonly rows: readonly FleetRow<R>[] }> {
  const rows: FleetRow<R>[] = [];
  const count = (outcome: string): number => rows.filter((row) => row.outcome === outcome).length;
  const onRow = (row: FleetRow<R>): void => {
    rows.push(row);
    onProgress?.({
      devices: deviceIds.length,
      succeeded: count("succeeded"),
      failed: count("failed"),
    });
  };
  await fanOut(hub, deviceIds, action, { concurrency, signal, onRow });
  return { jobIds: [], rows };
}
