import { join, relative } from "node:path";
import { causesOf, type OutputCause, type PlannedOutput } from "../../codegen/output-plan.js";
import { unifiedDiff } from "../../codegen/unified-diff.js";
import { exitCodes } from "../exit-codes.js";
import type { Io } from "../io.js";
import type { Outcome } from "../outcome.js";
import { type OutputFormat, printResult, say, withoutControls } from "../output.js";
import { manifestHash, type PreparedOutput } from "./prepared-output.js";

/** A file that is not what the models give. */
interface Difference {
  readonly path: string;
  /** What running without `--check` would do. */
  readonly status: PlannedOutput["status"];
  readonly causes: readonly OutputCause[];
  /** From what is there to what the models give, in the unified format. */
  readonly diff: string;
}

/**
 * Ends the run with `PNP_CHECK_FAILED` when a file is not what the models give. The differences go to standard output, as a
 * unified diff that `patch -p1` and `git apply` take; the causes stand in front of each.
 */
export function reportCheck(
  prepared: readonly PreparedOutput[],
  format: OutputFormat | undefined,
  io: Io,
  outcome: Outcome,
): void {
  const differences = prepared.flatMap((each) => differencesOf(each, io));
  const files = prepared.reduce((count, { set }) => count + set.files.length, 0);
  const result = { upToDate: differences.length === 0, files, differences };
  if (format === "json" || format === "ndjson") printResult(io, format, result, () => "");
  else {
    const text = differences.map(differenceText).join("\n");
    io.stdout.write(io.stdout.isTerminal ? withoutControls(text) : text);
  }
  if (differences.length === 0) {
    say(io, files === 1 ? "1 file is up to date" : `${files} files are up to date`);
    return;
  }
  const noun = differences.length === 1 ? "file is" : "files are";
  say(io, `error[PNP_CHECK_FAILED]: ${differences.length} ${noun} not what the models give`);
  for (const line of causeLines(differences)) say(io, `  ${line}`);
  say(io, `  help: ${advice(differences)}`);
  outcome.exitCode = exitCodes.PNP_CHECK_FAILED;
}

function differencesOf(
  { set, outputs, before, after, manifest }: PreparedOutput,
  io: Io,
): readonly Difference[] {
  const changed = outputs.filter(({ status }) => status !== "unchanged");
  // The manifest follows from the rest; alone it tells of settings without effect, or is missing.
  const shown = changed.length === 0 && manifest.status !== "unchanged" ? [manifest] : changed;
  return shown.map((output) => {
    // As the diff is applied from here.
    const path = relative(io.cwd, join(set.folder, output.path)).split("\\").join("/");
    return {
      path,
      status: output.status,
      causes: output === manifest ? [] : causesOf(output, before, after, manifestHash),
      diff: unifiedDiff({ path, before: output.before, after: output.after }),
    };
  });
}

function differenceText({ path, causes, diff }: Difference): string {
  return [...causes.map((cause) => `${path}: ${causeText(cause)}\n`), diff].join("");
}

const mostModels = 3;

/** Why a file differs, in words. */
function causeText(cause: OutputCause): string {
  switch (cause.kind) {
    case "modelChanged": {
      const { models } = cause;
      const more = models.length > mostModels ? ` and ${models.length - mostModels} more` : "";
      return `model changed (${models.slice(0, mostModels).join(", ")}${more})`;
    }
    case "toolChanged":
      return cause.from === cause.to
        ? "tool or plugin changed"
        : `tool changed (${cause.from} → ${cause.to})`;
    case "settingsChanged":
      return "settings changed";
    case "fileEdited":
      return "file edited";
    case "fileMissing":
      return "file missing";
    case "notListed":
      return "not in the manifest";
  }
}

function causeLines(differences: readonly Difference[]): readonly string[] {
  const byCause = new Map<string, string[]>();
  for (const { path, causes } of differences) {
    const text = causes.map(causeText).join(", ") || "manifest not up to date";
    byCause.set(text, [...(byCause.get(text) ?? []), path]);
  }
  return [...byCause].map(([text, [first = "", ...others]]) => {
    const more = others.length === 0 ? "" : ` and ${others.length} more`;
    return `${text}: ${first}${more}`;
  });
}

function advice(differences: readonly Difference[]): string {
  const isEdited = differences.some(({ causes }) =>
    causes.some(({ kind }) => kind === "fileEdited" || kind === "notListed"),
  );
  return isEdited
    ? "Run `pnp generate`; with --force it also replaces files that were edited."
    : "Run `pnp generate`, and check in what it writes.";
}
