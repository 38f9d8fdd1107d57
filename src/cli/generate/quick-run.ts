import { indexPath } from "../../codegen/file-path.js";
import type { Io } from "../io.js";
import { type ReadText, reloadFile } from "./load-inputs.js";
import { taskOutputs } from "./outputs.js";
import { applyPrepared, type PreparedOutput, prepareOutput } from "./prepared-output.js";
import type { PreparedTask } from "./run-task.js";
import type { GenerateTask } from "./settings.js";

/**
 * After a change of one model file: writes what follows from that file alone, without looking at all models, which takes long
 * where there are many. The run over all of them still has to follow; it writes what else the change means, and has the last
 * word. Gives what was prepared; none where this cannot be told apart.
 */
export async function quickRun(
  path: string,
  task: GenerateTask,
  before: PreparedTask,
  io: Io,
  readText: ReadText,
): Promise<readonly PreparedOutput[]> {
  // Plugins see all files, and names that clash are told apart by looking at all models.
  if (task.plugins.length > 0 || before.prepared.some(hasClash)) return [];
  const at: Io = { ...io, cwd: task.base };
  try {
    const inputs = await reloadFile(path, before.inputs, at, readText);
    if (inputs === undefined) return [];
    const { sets } = await taskOutputs(task, inputs, at);
    const known = new Map(before.prepared.map(({ set }) => [set.folder, set]));
    const prepared = sets.flatMap((set) => {
      const whole = known.get(set.folder);
      const paths = new Set(whole?.files.map((file) => file.path));
      const files = set.files.filter((file) => paths.has(file.path) && file.path !== indexPath);
      if (whole === undefined || files.length === 0) return [];
      const part = { ...set, files, settings: whole.settings, partial: true };
      return [prepareOutput(part, task, inputs, false)];
    });
    if (prepared.some(({ conflicts }) => conflicts.length > 0)) return [];
    for (const each of prepared) applyPrepared(each);
    return prepared;
  } catch {
    // The run over all models meets the same, and tells of it.
    return [];
  }
}

/** Whether a file got a hash into its name, for another one's sake. */
function hasClash({ set }: PreparedOutput): boolean {
  return set.files.some(({ path }) => /-x[0-9a-f]{8}\b/.test(path));
}
