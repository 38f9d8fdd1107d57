import { join } from "node:path";
import { type Manifest, manifestName, manifestText, readManifest } from "../../codegen/manifest.js";
import { type OutputConflict, type PlannedOutput, planOutput } from "../../codegen/output-plan.js";
import { type Issue, PnpError } from "../../errors.js";
import { packageVersion } from "../package-version.js";
import { hashOf, type LoadedInputs } from "./load-inputs.js";
import { applyOutputs, standingIn } from "./output-folder.js";
import type { OutputSet } from "./outputs.js";
import type { GenerateTask } from "./settings.js";

/** What a run would do in a folder, and why. */
export interface PreparedOutput {
  readonly set: OutputSet;
  /** The files, without the manifest. */
  readonly outputs: readonly PlannedOutput[];
  readonly conflicts: readonly OutputConflict[];
  /** What the run before left behind; undefined for a folder without a manifest. */
  readonly before: Manifest | undefined;
  readonly after: Manifest;
  readonly manifest: PlannedOutput;
}

/** Digits of a hash in manifests: enough to notice a change, short enough to read. */
const shownDigits = 16;

/** The hash of a text as manifests have it. */
export function manifestHash(text: string): string {
  return hashOf(text).slice(0, shownDigits);
}

/** Compares what a folder should hold with what it holds. */
export function prepareOutput(
  set: OutputSet,
  task: GenerateTask,
  inputs: LoadedInputs,
  force: boolean,
): PreparedOutput {
  const standing = standingIn(set.folder);
  const found = standing(manifestName);
  const manifestPath = join(set.shown, manifestName);
  if (found === "notAFile") {
    throw new PnpError("PNP_CONFLICT", `${manifestPath} is no file; nothing was written.`);
  }
  const before = found && readOrForget(found.text, manifestPath, force);
  const kept = set.partial ? before : undefined;
  const models = [...inputs.sources.values()].map(
    ({ path, hash }) => [path, hash.slice(0, shownDigits)] as const,
  );
  const files = set.files.map(({ path, text }) => [path, manifestHash(text)] as const);
  const after: Manifest = {
    generator: task.elideVersion ? "twinplug" : `twinplug ${packageVersion()}`,
    settings: manifestHash(set.settings),
    models: new Map([...(kept?.models ?? []), ...models]),
    files: new Map([...(kept?.files ?? []), ...files]),
  };
  const text = manifestText(after);
  const status = found === undefined ? "written" : found.text === text ? "unchanged" : "replaced";
  const plan = planOutput({
    files: set.files,
    manifest: before,
    standing,
    hashOf: manifestHash,
    force,
    keepsOthers: set.partial ?? false,
  });
  return {
    set,
    ...plan,
    before,
    after,
    manifest: { path: manifestName, status, before: found?.text, after: text },
  };
}

function readOrForget(text: string, path: string, force: boolean): Manifest | undefined {
  try {
    return readManifest(text, path);
  } catch (error) {
    if (force) return undefined;
    throw error;
  }
}

const reasons: Readonly<Record<OutputConflict["reason"], string>> = {
  edited: "was changed by hand since it was generated",
  unlisted: "was generated, but not by the run that the manifest tells of",
  foreign: "was not written by twinplug",
  notAFile: "is no file",
};

/** Throws `PNP_CONFLICT` that names every file that would have to be overwritten or removed and is not ours to touch. */
export function refuseConflicts(prepared: readonly PreparedOutput[]): void {
  const issues: Issue[] = prepared.flatMap(({ set, conflicts }) =>
    conflicts.map(({ path, reason, isStale }) => {
      const file = join(set.shown, path);
      const stale = isStale ? ", and no model gives it any more" : "";
      return { code: reason, path: file, message: `${file} ${reasons[reason]}${stale}` };
    }),
  );
  const [first] = issues;
  if (first === undefined) return;
  const isOurs = issues.some(({ code }) => code === "edited" || code === "unlisted");
  const message =
    issues.length === 1
      ? `${first.message}; nothing was written.`
      : `${issues.length} files are not as they were generated; nothing was written.`;
  throw new PnpError("PNP_CONFLICT", message, {
    hint: isOurs
      ? "Move what you need elsewhere, then run with --force, or delete the file."
      : "Move it away, or give another --out folder.",
    ...(issues.length > 1 && { issues }),
  });
}

/** Carries out what was prepared; the manifest comes last. */
export function applyPrepared({ set, outputs, manifest }: PreparedOutput): void {
  applyOutputs(set.folder, [...outputs, manifest]);
}
