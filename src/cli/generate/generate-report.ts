import { join } from "node:path";
import type { OutputStatus } from "../../codegen/output-plan.js";
import type { Io } from "../io.js";
import { type OutputFormat, printResult } from "../output.js";
import { alignColumns } from "../text-table.js";
import type { PreparedOutput } from "./prepared-output.js";

/** What a run did, or would have done. */
export interface GenerateResult {
  /** `false` for a dry run. */
  readonly written: boolean;
  /** What users of the generated code should know, in sentences. */
  readonly warnings: readonly string[];
  readonly outputs: readonly {
    readonly out: string;
    readonly files: readonly { readonly path: string; readonly status: OutputStatus }[];
  }[];
}

export function generateResult(
  prepared: readonly PreparedOutput[],
  written: boolean,
  warnings: readonly string[] = [],
): GenerateResult {
  return {
    written,
    warnings,
    outputs: prepared.map(({ set, outputs }) => ({
      out: set.shown,
      files: outputs.map(({ path, status }) => ({ path, status })),
    })),
  };
}

/** Prints what became of the files; people see those that changed. */
export function printGenerated(io: Io, format: OutputFormat, result: GenerateResult): void {
  printResult(io, format, result, () => {
    const files = result.outputs.flatMap(({ out, files }) =>
      files.map(({ path, status }) => ({ path: join(out, path), status })),
    );
    const changes = files.filter(({ status }) => status !== "unchanged");
    const rows = changes.map(({ path, status }) => [status, path]);
    return [...alignColumns(rows), summary(files, result)].join("\n");
  });
}

function summary(
  files: readonly { readonly status: OutputStatus }[],
  { written, outputs }: GenerateResult,
): string {
  const counts = new Map<string, number>();
  for (const { status } of files) counts.set(status, (counts.get(status) ?? 0) + 1);
  const parts = [...counts].map(([status, count]) => `${count} ${status}`).join(", ");
  const noun = files.length === 1 ? "1 file" : `${files.length} files`;
  const note = written ? "" : " (dry run: nothing was changed)";
  return `${noun} in ${outputs.map(({ out }) => out).join(", ")}: ${parts || "nothing to do"}${note}`;
}
