import { PnpError } from "../../errors.js";
import type { Io } from "../io.js";
import { type LoadedInputs, loadInputs, type ReadText } from "./load-inputs.js";
import { modelWarnings } from "./model-warnings.js";
import { type OutputSet, taskOutputs } from "./outputs.js";
import { type PreparedOutput, prepareOutput } from "./prepared-output.js";
import type { GenerateTask } from "./settings.js";

/** A task that is ready to be carried out. */
export interface PreparedTask {
  readonly prepared: readonly PreparedOutput[];
  readonly inputs: LoadedInputs;
  /** Configuration files that it depends on beside `pnp.config.js`. */
  readonly configFiles: readonly string[];
  readonly warnings: readonly string[];
}

/** Loads the models of a task, generates, and compares with what is there. Writes nothing. */
export async function prepareTask(
  task: GenerateTask,
  io: Io,
  force: boolean,
  readText?: ReadText,
): Promise<PreparedTask> {
  const at: Io = { ...io, cwd: task.base };
  const inputs = await loadInputs(task.models, task.repositories, at, readText);
  const { sets, configFiles, warnings } = await taskOutputs(task, inputs, at);
  const prepared = merged(sets).map((set) => prepareOutput(set, task, inputs, force));
  const advice = await modelWarnings(inputs);
  return { prepared, inputs, configFiles, warnings: [...warnings, ...advice] };
}

/** A folder has one manifest, whatever is written to it. */
function merged(sets: readonly OutputSet[]): readonly OutputSet[] {
  const byFolder = new Map<string, OutputSet>();
  for (const set of sets) {
    const other = byFolder.get(set.folder);
    const both = other && {
      ...other,
      files: [...other.files, ...set.files],
      settings: `${other.settings} ${set.settings}`,
      partial: (other.partial ?? false) && (set.partial ?? false),
    };
    byFolder.set(set.folder, both ?? set);
  }
  return [...byFolder.values()];
}

/** Throws `PNP_USAGE` where two tasks write to one folder: each would remove what the other writes. */
export function refuseSharedFolders(tasks: readonly PreparedTask[]): void {
  const taken = new Set<string>();
  for (const { set } of tasks.flatMap(({ prepared }) => prepared)) {
    if (taken.has(set.folder)) {
      throw new PnpError("PNP_USAGE", `Two outputs write to ${set.shown}.`, {
        hint: "Give each a folder of its own, or one output the models of both.",
      });
    }
    taken.add(set.folder);
  }
}
