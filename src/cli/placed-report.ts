import { relative } from "node:path";
import type { PlacedFile } from "../repository/planned-file.js";
import type { Io } from "./io.js";
import { type OutputFormat, printResult, say } from "./output.js";
import { alignColumns } from "./text-table.js";

/** What was placed in a folder, or would have been. */
export interface PlacedReport {
  readonly folder: string;
  readonly files: readonly PlacedFile[];
  readonly dryRun: boolean;
  /** Facts of the command beside the files, for programs. */
  readonly facts?: Readonly<Record<string, unknown>>;
}

/** Prints what became of each file. Files that hold something else and stay are also told where people look. */
export function printPlaced(
  io: Io,
  format: OutputFormat,
  { folder, files, dryRun, facts = {} }: PlacedReport,
): void {
  const shown = relative(io.cwd, folder) || ".";
  const json = { folder: shown, ...facts, files, written: !dryRun };
  printResult(io, format, json, () => {
    const changes = files.filter(({ status }) => status !== "unchanged");
    const rows = changes.map(({ path, status }) => [status, path]);
    return [...alignColumns(rows), summary(files, shown, dryRun)].join("\n");
  });
  const kept = files.filter(({ status }) => status === "kept").length;
  if (kept > 0) {
    say(
      io,
      `kept ${kept} of ${files.length} as they are, though they differ; --force replaces them`,
    );
  }
}

function summary(files: readonly PlacedFile[], folder: string, dryRun: boolean): string {
  const counts = new Map<string, number>();
  for (const { status } of files) counts.set(status, (counts.get(status) ?? 0) + 1);
  const parts = [...counts].map(([status, count]) => `${count} ${status}`);
  const noun = files.length === 1 ? "1 file" : `${files.length} files`;
  const note = dryRun ? " (dry run: nothing was changed)" : "";
  return `${noun} in ${folder}: ${parts.join(", ") || "nothing to do"}${note}`;
}
