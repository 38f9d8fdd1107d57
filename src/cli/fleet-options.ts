import { type Descriptor, descriptorOf } from "../client/descriptor.js";
import type { FleetOptions } from "../client/fleet/fleet-types.js";
import { PnpError } from "../errors.js";
import type { ConnectionOptions } from "./connection.js";
import type { Io } from "./io.js";
import type { ModelOptions } from "./model-locations.js";
import { loadInterface } from "./models.js";
import type { OutputFormat } from "./output.js";

/** The flags of `job set` and `job command`. */
export interface FleetFlags extends ConnectionOptions, ModelOptions {
  readonly raw?: boolean;
  readonly assumeModel?: boolean;
  readonly direct?: boolean;
  readonly concurrency?: number;
  readonly wait?: boolean;
  readonly timeout?: number;
  readonly id?: string;
  readonly start?: string;
  readonly maxSeconds?: number;
  readonly dryRun?: boolean;
  readonly output?: OutputFormat;
}

/** What the flags mean to the library. Jobs are waited for only when asked. */
export function fleetOptions(flags: FleetFlags, io: Io): FleetOptions {
  const { direct = false, id, start, maxSeconds, concurrency, timeout } = flags;
  const jobOnly = { "--id": id, "--start": start, "--max-seconds": maxSeconds };
  for (const [flag, value] of Object.entries(jobOnly)) {
    if (direct && value !== undefined) throw excluded(flag, "--direct");
  }
  if (!direct && concurrency !== undefined) throw excluded("--concurrency", "a job");
  return {
    via: direct ? "direct" : "job",
    dryRun: flags.dryRun === true,
    wait: flags.wait === true,
    assumeModel: flags.assumeModel === true,
    signal: io.signal,
    ...(timeout === undefined ? {} : { timeoutSeconds: timeout }),
    ...(concurrency === undefined ? {} : { concurrency }),
    ...(id === undefined ? {} : { jobId: id }),
    ...(start === undefined ? {} : { startTime: instant(start) }),
    ...(maxSeconds === undefined ? {} : { maxExecutionSeconds: maxSeconds }),
  };
}

/** The model that `--model` names; undefined with `--raw`, which excludes it. One of the two must be given. */
export async function fleetModel(flags: FleetFlags, io: Io): Promise<Descriptor | undefined> {
  const { model, raw = false } = flags;
  if (raw && model !== undefined) throw excluded("--model", "--raw");
  if (raw) return undefined;
  if (model !== undefined) return descriptorOf((await loadInterface(model, flags, io)).root);
  throw new PnpError("PNP_USAGE", "Of which model are the devices?", {
    hint: "Name it with --model FILE or --model DTMI, or act without one with --raw.",
  });
}

/** An instant needs its zone: a local time would mean another moment on every computer. */
function instant(text: string): Date {
  const time = /(?:Z|[+-]\d{2}:\d{2})$/.test(text) ? Date.parse(text) : Number.NaN;
  if (!Number.isNaN(time)) return new Date(time);
  throw new PnpError("PNP_USAGE", `--start is ${JSON.stringify(text)}, which is no instant.`, {
    hint: "Give date, time and zone, such as 2026-11-20T22:00:00Z.",
  });
}

function excluded(flag: string, other: string): PnpError {
  return new PnpError("PNP_USAGE", `${flag} does not go with ${other}.`, {
    hint: "--id, --start and --max-seconds are for jobs, --concurrency is for --direct.",
  });
}
