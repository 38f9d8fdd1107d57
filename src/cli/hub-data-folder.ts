import { mkdir } from "node:fs/promises";
import { dirname, extname, join, resolve } from "node:path";
import { PnpError } from "../errors.js";
import { readStateFile, stateFilePath } from "../hub/state-file.js";
import type { Io } from "./io.js";

/** Which hub's data a command is about. */
export interface HubDataChoice {
  readonly data?: string;
  /** Of the hub; its data is below the folder of the state file. */
  readonly name?: string;
}

const defaultName = "local";

/** Where a hub keeps its state: the folder named, else one by the hub's name. */
export function hubDataFolder({ data, name = defaultName }: HubDataChoice, io: Io): string {
  if (data !== undefined) return resolve(io.cwd, data);
  return join(dirname(stateFilePath(io.env)), "data", name);
}

/**
 * The same; where nothing is said, or the name of the hub that runs, the one of the hub that runs. Throws `PNP_USAGE`
 * when that one keeps nothing: what a stopped hub of its name has kept is not meant.
 */
export async function runningDataFolder(choice: HubDataChoice, io: Io): Promise<string> {
  const { data, name } = choice;
  if (data !== undefined) return hubDataFolder(choice, io);
  const running = await readStateFile(stateFilePath(io.env));
  if (!running || (name ?? running.name) !== running.name) return hubDataFolder(choice, io);
  if (running.data !== undefined) return running.data;
  throw new PnpError("PNP_USAGE", `The hub ${running.name}, which runs, has no data on disk.`, {
    hint: `A hub started with --memory keeps nothing. If a stopped one is meant, name its data: --data ${hubDataFolder({ name: running.name }, io)}`,
  });
}

/** The file that a snapshot is called by: a path, or a name among the snapshots beside the hubs' data. */
export async function snapshotFile(nameOrPath: string, io: Io): Promise<string> {
  const isPath = /[\\/]/.test(nameOrPath) || extname(nameOrPath) !== "";
  if (isPath) return resolve(io.cwd, nameOrPath);
  const folder = join(dirname(stateFilePath(io.env)), "snapshots");
  await mkdir(folder, { recursive: true, mode: 0o700 });
  return join(folder, `${nameOrPath}.jsonl`);
}
