import { homedir } from "node:os";
import { dirname, join, resolve, sep } from "node:path";
import { fileURLToPath } from "node:url";
import { isDtmi } from "../dtdl/dtmi.js";
import type { DtdlIssue } from "../dtdl/issue.js";
import type { Interface, Model } from "../dtdl/model.js";
import { resolveModel } from "../dtdl/resolve.js";
import { PnpError } from "../errors.js";
import { createModelRepository, type ModelRepository } from "../repository/model-repository.js";
import { isRepositoryUrl } from "../repository/repository-url.js";
import type { Io } from "./io.js";
import { modelFiles, readModelFile } from "./model-files.js";
import { asksForModels, type ModelOptions, modelLocations } from "./model-locations.js";

/** An Interface together with the Model it belongs to. */
export interface LoadedInterface {
  readonly model: Model;
  readonly root: Interface;
}

/** The one folder of a command that writes to a repository. Throws `PNP_USAGE` for an address, or several folders. */
export function modelFolder(options: ModelOptions, io: Io): string {
  const [folder, ...others] = modelLocations(options, io);
  if (folder !== undefined && others.length === 0 && !isRepositoryUrl(folder)) return folder;
  throw new PnpError("PNP_USAGE", "This command writes to a folder, and to one only.", {
    hint: "Give it by --repo DIR.",
  });
}

/** The models of a command: folders given first, then what {@link modelLocations} says, then `last`. */
export function modelRepository(
  options: ModelOptions,
  io: Io,
  folders: readonly string[] = [],
  last: readonly string[] = [],
): ModelRepository {
  const locations = [...folders, ...modelLocations(options, io), ...last];
  return createModelRepository([...new Set(locations)], {
    signal: io.signal,
    offline: options.offline ?? false,
    ...(options.cache !== false && { cacheDir: modelCache(io) }),
  });
}

/** Where models of servers are kept: `twinplug/models` below `XDG_CACHE_HOME` or `~/.cache`. */
function modelCache({ env, cwd }: Io): string {
  const base = env.XDG_CACHE_HOME || join(env.HOME || homedir(), ".cache");
  return resolve(cwd, base, "twinplug", "models");
}

/** Loads the Interface that a DTMI or a model file names, and everything it refers to. */
export async function loadInterface(
  name: string,
  options: ModelOptions,
  io: Io,
): Promise<LoadedInterface> {
  return isDtmi(name) ? loadByDtmi(name, options, io) : loadFile(name, options, io);
}

/** The models that come with this package. */
export const bundledModels: string = fileURLToPath(new URL("../../models", import.meta.url));

/** One repository for each run, so that a server is asked once what it offers. */
const repositories = new WeakMap<ModelOptions, ModelRepository>();

async function loadByDtmi(dtmi: string, options: ModelOptions, io: Io): Promise<LoadedInterface> {
  // The examples of the documentation work in any folder, as long as nobody names a place for models.
  const examples = asksForModels(options, io) ? [] : [bundledModels];
  const repository = repositories.get(options) ?? modelRepository(options, io, [], examples);
  repositories.set(options, repository);
  // A server may have all of it in one file. What is nowhere is left to the parser, which knows the place that asks for it.
  const texts = await repository.getModels(dtmi, { incomplete: true });
  const model = await resolveModel([...texts.values()], repository);
  const root = model.interfaces.get(dtmi);
  if (!root) throw new PnpError("PNP_MODEL_NOT_FOUND", `${dtmi} is not an Interface.`);
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

/** Models together with the texts they were read from, by source: a file as it was named, or an address. */
export interface LoadedModels {
  readonly model: Model;
  readonly texts: ReadonlyMap<string, string>;
  /** Forms that DTDL allows and discourages. */
  readonly advice: readonly DtdlIssue[];
}

/** Loads every model file under the given files and folders as one Model. */
export async function loadAllTexts(
  paths: readonly string[],
  options: ModelOptions,
  io: Io,
): Promise<LoadedModels> {
  const files = paths.flatMap((path) => modelFiles(path, io));
  const given = files.map((file) => resolve(io.cwd, file));
  const texts = files.map((file, at) => ({
    source: file,
    text: readModelFile(given[at] as string, file),
  }));
  const read = new Map(texts.map(({ source, text }) => [source, text]));
  const repository = repositoryBeside(given, options, io);
  const resolver = {
    ...repository,
    async resolve(dtmis: readonly string[]) {
      const found = await repository.resolve(dtmis);
      for (const { source, text } of found) read.set(source, text);
      return found;
    },
  };
  const advice: DtdlIssue[] = [];
  const model = await resolveModel(texts, resolver, { onAdvice: (each) => advice.push(each) });
  return { model, texts: read, advice };
}

/** A repository over the folders asked for and the ones the given files lie in by their DTMI paths. */
export function repositoryBeside(
  files: readonly string[],
  options: ModelOptions,
  io: Io,
): ModelRepository {
  const roots = files.map(repositoryRoot).filter((root) => root !== undefined);
  return modelRepository(options, io, roots);
}

/** The folder above `dtmi/` in a path such as `models/dtmi/com/example/thermostat-1.json`. */
function repositoryRoot(file: string): string | undefined {
  const folders = dirname(file).split(sep);
  const at = folders.lastIndexOf("dtmi");
  return at === -1 ? undefined : folders.slice(0, at).join(sep) || sep;
}
