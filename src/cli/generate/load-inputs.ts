import { createHash } from "node:crypto";
import { relative, resolve } from "node:path";
import type { ModelSource } from "../../codegen/file-header.js";
import { isDtmi } from "../../dtdl/dtmi.js";
import type { Model } from "../../dtdl/model.js";
import { resolveModel } from "../../dtdl/resolve.js";
import type { ModelText } from "../../dtdl/resolver.js";
import type { ModelRepository } from "../../repository/model-repository.js";
import { isRepositoryUrl } from "../../repository/repository-url.js";
import type { Io } from "../io.js";
import { modelFiles, readModelFile } from "../model-files.js";
import { type ModelOptions, modelLocations } from "../model-locations.js";
import { resolveTexts } from "./resolve-apart.js";

/** The models of one output, and where they were read. */
export interface LoadedInputs {
  readonly model: Model;
  /** Path and hash of the text of each Interface by its DTMI, for the headers. */
  readonly sources: ReadonlyMap<string, ModelSource>;
  /** The texts read, by source: a path as it was named, or an address. */
  readonly texts: ReadonlyMap<string, string>;
  /** The files read, with absolute paths; addresses are left out. */
  readonly files: readonly string[];
  /** An identifier that several Interfaces give to something inside them, so that they make no model together. */
  readonly clash?: string | undefined;
}

/** Reads a model file, or gives its text from before. */
export type ReadText = (path: string, shown: string) => string;

/** SHA-256 in hexadecimal of a text with LF line ends: a checkout with others is the same text. */
export function hashOf(text: string): string {
  return createHash("sha256").update(text.replaceAll("\r\n", "\n")).digest("hex");
}

/** Loads models from files, folders and DTMIs, and everything they refer to. Paths start from `io.cwd`. */
export async function loadInputs(
  names: readonly string[],
  options: ModelOptions,
  io: Io,
  readText: ReadText = readModelFile,
): Promise<LoadedInputs> {
  const read = new Map<string, string>();
  const note = (texts: Iterable<ModelText>): readonly ModelText[] => {
    const fresh = [...texts].filter(({ source }) => !read.has(source));
    for (const { source, text } of fresh) read.set(source, text);
    return fresh;
  };
  const given = new Map(
    names
      .filter((name) => !isDtmi(name))
      .flatMap((name) => modelFiles(name, io))
      .map((file) => [resolve(io.cwd, file), file] as const),
  );
  // Mostly nothing is missing, and the repository need not even be loaded; an address is looked at in any case.
  let repository: ModelRepository | undefined;
  const theRepository = async (): Promise<ModelRepository> => {
    const { repositoryBeside } = await import("../models.js");
    repository ??= repositoryBeside([...given.keys()], options, io);
    return repository;
  };
  if (modelLocations(options, io).some(isRepositoryUrl)) await theRepository();
  const texts = note(
    [...given].map(([path, source]) => ({ source, text: readText(path, source) })),
  );
  const dtmis = names.filter(isDtmi);
  // What is nowhere is left to the parser, which knows the place that asks for it.
  const asked =
    dtmis.length === 0
      ? []
      : (await (await theRepository()).getModels(dtmis, { incomplete: true })).values();
  const others = note([...asked].filter(({ source }) => !given.has(resolve(io.cwd, source))));
  const { model, clash } = await resolveTexts([...texts, ...others], {
    resolve: async (missing) => {
      const found = await (await theRepository()).resolve(missing);
      note(found);
      return found;
    },
    tried: (dtmi) => repository?.tried?.(dtmi) ?? [],
  });
  return { ...inputsOf(model, read, io), clash };
}

/**
 * Loads one file of models that were loaded before, anew, with only what it refers to; undefined when that is not all known
 * from before, or the file defines other Interfaces now.
 */
export async function reloadFile(
  path: string,
  before: LoadedInputs,
  io: Io,
  readText: ReadText,
): Promise<LoadedInputs | undefined> {
  const source = [...before.texts.keys()].find((each) => resolve(io.cwd, each) === path);
  if (source === undefined) return undefined;
  const read = new Map([[source, readText(path, source)]]);
  const definedBy = (dtmi: string): string | undefined =>
    before.model.elements.get(dtmi)?.location?.source;
  const model = await resolveModel(
    [...read].map(([each, text]) => ({ source: each, text })),
    {
      resolve: async (missing) => {
        const sources = new Set(missing.map(definedBy));
        const found = [...sources].flatMap((each) => {
          const text = each === undefined || read.has(each) ? undefined : before.texts.get(each);
          return each === undefined || text === undefined ? [] : [{ source: each, text }];
        });
        for (const each of found) read.set(each.source, each.text);
        return found;
      },
    },
  );
  const isSame = namesIn(model, source) === namesIn(before.model, source);
  return isSame ? inputsOf(model, read, io) : undefined;
}

function namesIn(model: Model, source: string): string {
  const own = [...model.interfaces.values()].filter(({ location }) => location?.source === source);
  return own.map(({ id }) => id).join(" ");
}

function inputsOf(model: Model, read: ReadonlyMap<string, string>, io: Io): LoadedInputs {
  return {
    model,
    sources: sourcesOf(model, read, io),
    texts: read,
    files: [...read.keys()]
      .filter((source) => !isRepositoryUrl(source))
      .map((source) => resolve(io.cwd, source)),
  };
}

/** Paths are relative, so that bytes do not depend on the machine. */
function sourcesOf(
  model: Model,
  texts: ReadonlyMap<string, string>,
  io: Io,
): ReadonlyMap<string, ModelSource> {
  const bySource = new Map<string, ModelSource>();
  for (const [source, text] of texts) {
    const path = isRepositoryUrl(source) ? source : relative(io.cwd, resolve(io.cwd, source));
    bySource.set(source, { path: path.split("\\").join("/"), hash: hashOf(text) });
  }
  const sources = new Map<string, ModelSource>();
  for (const { id, location } of model.interfaces.values()) {
    const source = location && bySource.get(location.source);
    if (source) sources.set(id, source);
  }
  return sources;
}
