import { resolve } from "node:path";
import { isDtmi } from "../dtdl/dtmi.js";
import type { Interface, Model } from "../dtdl/model.js";
import { resolveModel } from "../dtdl/resolve.js";
import type { ModelResolver, ModelText } from "../dtdl/resolver.js";
import { isPnpError, PnpError } from "../errors.js";
import type { Io } from "./io.js";
import { modelFiles, readModelFile } from "./model-files.js";
import type { ModelOptions } from "./model-locations.js";
import { modelRepository, repositoryBeside } from "./models.js";

/** The Interfaces that a command line names, together with the Model they belong to. */
export interface NamedInterfaces {
  readonly model: Model;
  /** Those of the DTMIs, or the ones at the top of the files, in the order written. */
  readonly interfaces: readonly Interface[];
}

/** Loads the Interfaces that DTMIs name, or those in files and folders, and everything they refer to. */
export async function loadInterfaces(
  names: readonly string[],
  options: ModelOptions,
  io: Io,
): Promise<NamedInterfaces> {
  const { texts, repository, pick } = await readNamed(names, options, io);
  return pick(await resolveModel(texts, repository));
}

/**
 * The same, with an empty Interface in place of each that is nowhere; {@link isStandIn} tells them. Throws as without
 * them where they do not fit, such as in place of a schema.
 */
export async function loadIncomplete(
  names: readonly string[],
  options: ModelOptions,
  io: Io,
): Promise<NamedInterfaces> {
  const { texts, repository, pick } = await readNamed(names, options, io);
  try {
    return pick(await resolveModel(texts, repository));
  } catch (error) {
    if (!isPnpError(error, "PNP_MODEL_NOT_FOUND")) throw error;
    const model = await resolveModel(texts, withStandIns(repository)).catch(() => {
      throw error;
    });
    return pick(model);
  }
}

/** Whether an Interface only stands for one that was not found. */
export function isStandIn(iface: Interface): boolean {
  return iface.location?.source === standIn;
}

/** No file has this name, and no address. */
const standIn = "<not found>";

function withStandIns(resolver: ModelResolver): ModelResolver {
  return {
    async resolve(dtmis) {
      const found = await Promise.all(dtmis.map((dtmi) => resolver.resolve([dtmi])));
      return found.flatMap((texts, at) =>
        texts.length > 0 ? texts : [standInText(dtmis[at] as string)],
      );
    },
  };
}

/** In the oldest version that has identifiers of this form, so that Interfaces of all versions may refer to it. */
function standInText(dtmi: string): ModelText {
  const version = /;\d+$/.test(dtmi) ? 2 : 3;
  const context = `dtmi:dtdl:context;${version}`;
  const document = { "@context": context, "@id": dtmi, "@type": "Interface" };
  return { source: standIn, text: JSON.stringify(document) };
}

/** What a command line names, read but not yet parsed. */
interface Named {
  readonly texts: readonly ModelText[];
  readonly repository: ModelResolver;
  pick(model: Model): NamedInterfaces;
}

async function readNamed(names: readonly string[], options: ModelOptions, io: Io): Promise<Named> {
  const dtmis = names.filter(isDtmi);
  if (dtmis.length === 0) return readFiles(names, options, io);
  if (dtmis.length === names.length) return readDtmis(dtmis, options, io);
  throw new PnpError("PNP_USAGE", "DTMIs and files are named together.", {
    hint: "Name DTMIs only, and the folder that holds them by --repo.",
  });
}

async function readDtmis(dtmis: readonly string[], options: ModelOptions, io: Io): Promise<Named> {
  const repository = modelRepository(options, io);
  // What is nowhere is left to the parser, which knows the place that asks for it.
  const texts = [...(await repository.getModels(dtmis, { incomplete: true })).values()];
  const pick = (model: Model): NamedInterfaces => ({
    model,
    interfaces: dtmis.map((dtmi) => {
      const iface = model.interfaces.get(dtmi);
      if (iface) return iface;
      throw new PnpError("PNP_MODEL_NOT_FOUND", `${dtmi} is not an Interface.`);
    }),
  });
  return { texts, repository, pick };
}

function readFiles(paths: readonly string[], options: ModelOptions, io: Io): Named {
  const files = [...new Set(paths.flatMap((path) => modelFiles(path, io)))];
  const full = files.map((file) => resolve(io.cwd, file));
  const texts = files.map((source, at) => ({
    source,
    text: readModelFile(full[at] as string, source),
  }));
  const given = new Set(files);
  const pick = (model: Model): NamedInterfaces => ({
    model,
    interfaces: [...model.interfaces.values()].filter(
      ({ definedIn, location }) => !definedIn && location && given.has(location.source),
    ),
  });
  return { texts, repository: repositoryBeside(full, options, io), pick };
}
