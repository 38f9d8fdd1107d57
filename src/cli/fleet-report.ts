import type { FleetProgress, FleetResult, FleetRow } from "../client/fleet/fleet-types.js";
import { exitCodes } from "./exit-codes.js";
import type { Io } from "./io.js";
import type { Outcome } from "./outcome.js";
import { jsonText, type OutputFormat, printResult, say } from "./output.js";
import { progressBar } from "./progress-bar.js";
import { alignColumns } from "./text-table.js";

/** Runs a fleet operation with a bar, prints its table, and sets the exit code: 10 when some failed. */
export async function reportFleet(
  io: Io,
  outcome: Outcome,
  format: OutputFormat,
  run: (onProgress: (progress: FleetProgress) => void) => Promise<FleetResult>,
): Promise<void> {
  const bar = progressBar(io);
  let result: FleetResult;
  try {
    result = await run(({ devices, succeeded, failed }) =>
      bar.show(succeeded + failed, devices, failed === 0 ? "" : `${failed} failed`),
    );
  } finally {
    bar.end();
  }
  printResult(io, format, fleetJson(result), () => fleetText(result));
  say(io, summary(result));
  if (result.stopped && io.signal.aborted) outcome.exitCode = exitCodes.PNP_ABORTED;
  else if (!result.ok) outcome.exitCode = exitCodes.PNP_PARTIAL;
}

function fleetJson(result: FleetResult): unknown {
  const { ok, via, dryRun, stopped, jobIds, requests, devices } = result;
  return {
    ok,
    via,
    sent: !dryRun,
    ...(stopped ? { stopped } : {}),
    ...(via === "job" && !dryRun ? { jobIds } : {}),
    ...(dryRun ? { requests } : {}),
    devices: devices.map(({ error, response, ...row }) => ({
      ...row,
      ...(response === undefined ? {} : { response }),
      ...(error === undefined ? {} : { error: { code: error.code, message: error.message } }),
    })),
  };
}

function fleetText({ devices, dryRun, requests }: FleetResult): string {
  const table = alignColumns([
    ["DEVICE", "OUTCOME", "STATUS", "RESPONSE"],
    ...devices.map((row) => [row.deviceId, row.outcome, String(row.status ?? ""), told(row)]),
  ]);
  if (!dryRun) return table.join("\n");
  const planned = requests.flatMap(({ method, path, body }) => [
    `${method} ${path}`,
    `  ${jsonText(body)}`,
  ]);
  return [...planned, "nothing was sent", "", ...table].join("\n");
}

function told({ response, error }: FleetRow): string {
  if (error !== undefined) return `${error.code}: ${error.message}`;
  return response === undefined ? "" : jsonText(response);
}

function summary({ devices, jobIds, dryRun, stopped }: FleetResult): string {
  const counts = new Map<string, number>();
  for (const { outcome } of devices) counts.set(outcome, (counts.get(outcome) ?? 0) + 1);
  const parts = [...counts].map(([outcome, count]) => `${count} ${outcome}`);
  const jobs = jobIds.length === 0 ? "" : ` (job ${jobIds.join(", ")})`;
  const what = devices.length === 0 ? "no device meets the condition" : parts.join(", ");
  return `${dryRun ? "dry run: " : stopped ? "stopped: " : ""}${what}${jobs}`;
}
