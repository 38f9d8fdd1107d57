import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { dirname, extname, join, relative, resolve, sep } from "node:path";
import { dtmiPath, isDtmi } from "../dtdl/dtmi.js";
import type { Interface, Model } from "../dtdl/model.js";
import { resolveModel } from "../dtdl/resolve.js";
import type { ModelResolver } from "../dtdl/resolver.js";
import { PnpError } from "../errors.js";
import { chainRepositories } from "../repository/chain.js";
import { folderRepository } from "../repository/folder.js";
import type { Io } from "./io.js";

/** Where the models of a command come from. */
export interface ModelOptions {
  /** A model file or a DTMI, instead of the model the device announces. */
  readonly model?: string;
  /** Folders laid out by DTMI path, in the order they are searched. */
  readonly repo?: readonly string[];
}

/** An Interface together with the Model it belongs to. */
export interface LoadedInterface {
  readonly model: Model;
  readonly root: Interface;
}

/** The folders searched for models: `--repo`, else `PNP_MODEL_REPO`, else `./models`. */
export function modelFolders(options: ModelOptions, io: Io): readonly string[] {
  if (options.repo && options.repo.length > 0)
    return options.repo.map((dir) => resolve(io.cwd, dir));
  return [resolve(io.cwd, io.env.PNP_MODEL_REPO ?? "models")];
}

/** Loads the Interface that a DTMI or a model file names, and everything it refers to. */
export async function loadInterface(
  name: string,
  options: ModelOptions,
  io: Io,
): Promise<LoadedInterface> {
  return isDtmi(name) ? loadByDtmi(name, options, io) : loadFile(name, options, io);
}

async function loadByDtmi(dtmi: string, options: ModelOptions, io: Io): Promise<LoadedInterface> {
  const folders = modelFolders(options, io);
  const repository = chainRepositories(...folders.map(folderRepository));
  const texts = await repository.resolve([dtmi]);
  if (texts.length === 0) throw notFound(dtmi, folders);
  const model = await resolveModel(texts, repository);
  const root = model.interfaces.get(dtmi);
  if (!root) throw notFound(dtmi, folders);
  return { model, root };
}

async function loadFile(file: string, options: ModelOptions, io: Io): Promise<LoadedInterface> {
  const path = resolve(io.cwd, file);
  const text = readModelFile(path, file);
  const repository = repositoryBeside([path], options, io);
  const model = await resolveModel([{ source: file, text }], repository);
  const root = [...model.interfaces.values()].find(
    (each) => each.location?.source === file && !each.definedIn,
  );
  if (!root) throw new PnpError("PNP_MODEL_NOT_FOUND", `${file} defines no Interface.`);
  return { model, root };
}

/** Loads every model file under the given files and folders as one Model. */
export async function loadAll(
  paths: readonly string[],
  options: ModelOptions,
  io: Io,
): Promise<Model> {
  const files = paths.flatMap((path) => modelFiles(path, io));
  const texts = files.map((file) => ({
    source: file,
    text: readModelFile(resolve(io.cwd, file), file),
  }));
  return resolveModel(
    texts,
    repositoryBeside(
      files.map((file) => resolve(io.cwd, file)),
      options,
      io,
    ),
  );
}

/** The model files that a path names: itself, or every `.json` below a folder but the expanded ones. */
export function modelFiles(path: string, io: Io): readonly string[] {
  const full = resolve(io.cwd, path);
  if (!existsSync(full)) {
    throw new PnpError("PNP_MODEL_NOT_FOUND", `There is no file or folder ${path}.`, {
      hint: "Give a DTDL file, or a folder with DTDL files.",
    });
  }
  if (!statSync(full).isDirectory()) return [path];
  const files = readdirSync(full, { recursive: true, encoding: "utf8" })
    .filter((file) => extname(file) === ".json" && !file.endsWith(".expanded.json"))
    .sort();
  if (files.length === 0) {
    throw new PnpError("PNP_MODEL_NOT_FOUND", `The folder ${path} holds no model (.json).`);
  }
  return files.map((file) => relative(io.cwd, join(full, file)) || file);
}

function readModelFile(path: string, shown: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch (cause) {
    throw new PnpError("PNP_MODEL_NOT_FOUND", `The model file ${shown} cannot be read.`, {
      hint: "Give a file that exists, or a DTMI such as dtmi:com:example:Thermostat;1.",
      cause,
    });
  }
}

/** A repository over the folders asked for and the ones the given files lie in by their DTMI paths. */
function repositoryBeside(files: readonly string[], options: ModelOptions, io: Io): ModelResolver {
  const roots = new Set(files.map(repositoryRoot).filter((root) => root !== undefined));
  return chainRepositories(...[...roots, ...modelFolders(options, io)].map(folderRepository));
}

/** The folder above `dtmi/` in a path such as `models/dtmi/com/example/thermostat-1.json`. */
function repositoryRoot(file: string): string | undefined {
  const folders = dirname(file).split(sep);
  const at = folders.lastIndexOf("dtmi");
  return at === -1 ? undefined : folders.slice(0, at).join(sep) || sep;
}

function notFound(dtmi: string, folders: readonly string[]): PnpError {
  return new PnpError(
    "PNP_MODEL_NOT_FOUND",
    `No model ${dtmi} in ${folders.join(", ")}: there is no ${dtmiPath(dtmi)}.`,
    { hint: "Name its folder with --repo DIR, or its file with --model FILE." },
  );
}
