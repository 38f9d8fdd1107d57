import { existsSync, readdirSync, statSync } from "node:fs";
import { basename, dirname, extname, join, resolve } from "node:path";
import { isDtmi } from "../../dtdl/dtmi.js";
import type { PreparedTask } from "./run-task.js";
import type { GenerateTask } from "./settings.js";

/** What a run depends on. */
export interface WatchedPlaces {
  readonly folders: ReadonlySet<string>;
  /** Files other than models that count: configurations, and files in the way of the output. */
  readonly files: ReadonlySet<string>;
}

/** The folders to watch: those of the inputs with all below, of the models read elsewhere, and of the configurations. */
export function placesOf(
  tasks: readonly GenerateTask[],
  ready: readonly PreparedTask[],
  configPath: string | undefined,
  before?: WatchedPlaces,
): WatchedPlaces {
  const folders = new Set(before?.folders);
  const files = new Set(before?.files);
  if (configPath !== undefined) files.add(configPath);
  for (const { base, models } of tasks) {
    for (const name of models) {
      if (!isDtmi(name)) for (const each of foldersBelow(resolve(base, name))) folders.add(each);
    }
  }
  for (const { prepared, inputs, configFiles } of ready) {
    for (const file of inputs.files) folders.add(dirname(file));
    for (const file of configFiles) files.add(file);
    // Somebody will take these out of the way.
    for (const { set, conflicts } of prepared) {
      for (const { path } of conflicts) files.add(join(set.folder, path));
    }
  }
  for (const file of files) folders.add(dirname(file));
  return { folders, files };
}

/** A folder and all below it; of a file, or of nothing, the folder that it lies in. */
function foldersBelow(path: string): readonly string[] {
  if (!existsSync(path) || !statSync(path).isDirectory()) return [dirname(path)];
  const below = readdirSync(path, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => join(entry.parentPath, entry.name));
  return [path, ...below];
}

/** Whether a change can matter: to models, configurations and folders. Others are the output's, and an editor's drafts. */
export function matters(
  folder: string,
  name: string | undefined,
  { files }: WatchedPlaces,
): boolean {
  if (name === undefined) return true;
  const path = join(folder, name);
  if (files.has(path) || basename(name) === "tsconfig.json") return true;
  if (name.startsWith(".twinplug-")) return false;
  const end = extname(name);
  return (
    end === ".json" ||
    end === "" ||
    statSync(path, { throwIfNoEntry: false })?.isDirectory() === true
  );
}
