import { isPnpError, PnpError } from "../../errors.js";
import type { Descriptor } from "../descriptor.js";
import { requireFunction, requireObject } from "../require-argument.js";
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
  requireObject(hub, "The hub");
  requireFunction(hub.query, "The query of the hub");
  if (typeof where !== "string" || where.trim() === "") {
    throw new PnpError("PNP_USAGE", "There is no condition that says which devices are meant.", {
      hint: "Nothing was sent. * stands for all devices; is a variable unset?",
    });
  }
  requireObject(options, "The options");
  const { via = "job", dryRun = false } = options;
  if (via !== "job" && via !== "direct") {
    throw new PnpError("PNP_USAGE", `There is no route "${String(via)}".`, {
      hint: "Use job or direct.",
    });
  }
  const stopping = stopper(options);
  try {
    const { deviceIds, leftOut } = await findFleet(hub, descriptor, where, {
      ...options,
      signal: stopping.signal,
    }).catch((error: unknown) => {
      // The deadline reaches the query as a signal; it is the caller's wish only where the caller's is.
      const expired = isPnpError(error, "PNP_ABORTED") && options.signal?.aborted !== true;
      throw expired ? notFound(options) : error;
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

function notFound({ timeoutSeconds }: FleetOptions): PnpError {
  return new PnpError("PNP_TIMEOUT", `The devices were not found within ${timeoutSeconds} s.`, {
    hint: "Nothing was sent. Give a longer time-out.",
  });
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
