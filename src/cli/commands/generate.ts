import { findConfig } from "../generate/find-config.js";
import { generateResult, printGenerated } from "../generate/generate-report.js";
import type { LoadedConfig } from "../generate/load-config.js";
import { applyPrepared, refuseConflicts } from "../generate/prepared-output.js";
import { prepareTask, refuseSharedFolders } from "../generate/run-task.js";
import { type GenerateCommandOptions, generateTasks } from "../generate/settings.js";
import type { Io } from "../io.js";
import type { Outcome } from "../outcome.js";
import { outputFormat, say } from "../output.js";

/**
 * `pnp generate`: one TypeScript file an Interface. What a manifest lists and nobody changed is replaced, and removed when
 * no model gives it any more; all else is left alone, and where it is in the way nothing is written.
 */
export async function generateFiles(
  models: readonly string[],
  options: GenerateCommandOptions,
  io: Io,
  outcome: Outcome,
): Promise<void> {
  const path = findConfig(options.config, io);
  if (options.watch) {
    const { watchGenerate } = await import("../generate/watch-generate.js");
    return watchGenerate(models, options, path, io);
  }
  const config = path === undefined ? undefined : await load(path, io);
  const tasks = generateTasks(models, options, config, io);
  const ready = [];
  for (const task of tasks) ready.push(await prepareTask(task, io, options.force ?? false));
  refuseSharedFolders(ready);
  const warnings = [...new Set(ready.flatMap((each) => each.warnings))];
  for (const warning of warnings) say(io, `warning: ${warning}`);
  const prepared = ready.flatMap((each) => each.prepared);
  if (options.check) {
    const { reportCheck } = await import("../generate/check-report.js");
    reportCheck(prepared, options.output, io, outcome);
    return;
  }
  refuseConflicts(prepared);
  if (!options.dryRun) for (const each of prepared) applyPrepared(each);
  const result = generateResult(prepared, !options.dryRun, warnings);
  printGenerated(io, outputFormat(options.output, io), result);
}

async function load(path: string, io: Io): Promise<LoadedConfig> {
  const { loadConfig } = await import("../generate/load-config.js");
  return loadConfig(path, io);
}
