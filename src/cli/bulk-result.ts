import type { BulkResult } from "../azure/service.js";
import type { PnpErrorCode } from "../errors.js";
import { shownName } from "./device-session.js";
import { done, exitCodes } from "./exit-codes.js";
import type { Io } from "./io.js";
import { type OutputFormat, printResult } from "./output.js";
import { alignColumns } from "./text-table.js";

/** Prints one line for each identity of a bulk call; answers the exit code. `accepted` failures count as done. */
export function printBulk(
  results: readonly BulkResult[],
  verb: "created" | "deleted",
  format: OutputFormat,
  io: Io,
  accepted?: PnpErrorCode,
): number {
  const rows = results.map(({ deviceId, moduleId, done: ok, error }) => ({
    deviceId,
    ...(moduleId === undefined ? {} : { moduleId }),
    done: ok || (accepted !== undefined && error?.code === accepted),
    ...(error === undefined ? {} : { error: { code: error.code, message: error.message } }),
  }));
  printResult(io, format, rows, () =>
    alignColumns(
      rows.map((row) => [
        shownName(row),
        row.error === undefined ? verb : row.error.code,
        row.error?.message ?? "",
      ]),
    ).join("\n"),
  );
  return rows.every((row) => row.done) ? done : exitCodes.PNP_PARTIAL;
}
