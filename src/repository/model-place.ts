import { dtmiPath, isUserDtmi } from "../dtdl/dtmi.js";
import { PnpError } from "../errors.js";
import { expandedPath } from "./expanded-path.js";
import { offersExpanded } from "./metadata.js";
import { type ModelDocument, modelIn, readDocument, tryDocument } from "./model-document.js";
import type { ModelFiles } from "./model-files.js";

/** How a document for an Interface is looked for: with what it depends on, where that is to be had, or alone. */
export type DocumentChoice = "metadata" | "expanded" | "single";

/** One repository that finds documents by identifier. */
export interface ModelPlace {
  readonly location: string;
  /** A document that defines the Interface, and perhaps more; undefined when the repository has none. */
  find(
    dtmi: string,
    choice: DocumentChoice,
    signal: AbortSignal | undefined,
  ): Promise<ModelDocument | undefined>;
  /** Full name of the file that should define the Interface; undefined for identifiers that have no path. */
  nameOf(dtmi: string): string | undefined;
}

/** A place over files. Identifiers are checked before they become paths; others are found nowhere. */
export function createPlace(files: ModelFiles): ModelPlace {
  let offered: Promise<boolean> | undefined;
  const isOffered = async (signal: AbortSignal | undefined): Promise<boolean> => {
    offered ??= offersExpanded(files, signal);
    const asked = offered;
    try {
      return await asked;
    } catch (error) {
      // It was given up by the call that asked first; that must not decide for the others.
      if (offered === asked) offered = undefined;
      if (signal?.aborted) throw error;
      return offersExpanded(files, signal);
    }
  };
  const get = async (
    path: string,
    dtmi: string,
    signal: AbortSignal | undefined,
    read: ModelFiles["read"] | undefined,
  ): Promise<ModelDocument | undefined> => {
    const name = files.nameOf(path);
    const accepts = (text: string): boolean => {
      const document = tryDocument(name, text);
      return document !== undefined && modelIn(document, dtmi) !== undefined;
    };
    const text = await read?.(path, { signal, accepts });
    return text === undefined ? undefined : checked(dtmi, readDocument(name, text));
  };
  return {
    location: files.location,
    nameOf: (dtmi) => (hasPath(dtmi) ? files.nameOf(dtmiPath(dtmi)) : undefined),
    async find(dtmi, choice, signal) {
      if (!hasPath(dtmi)) return undefined;
      const ask = (path: string) => get(path, dtmi, signal, files.read);
      const take = (path: string) => get(path, dtmi, signal, files.atHand);
      const single = dtmiPath(dtmi);
      const expanded = expandedPath(dtmi);
      // In a folder nothing is gained by one file instead of many, and the single ones are those that people edit.
      const isSingle = choice === "single" || (choice === "metadata" && !files.isRemote);
      if (isSingle) {
        const kept = (await take(single)) ?? (await take(expanded)) ?? (await ask(single));
        return kept ?? (files.isRemote ? undefined : ask(expanded));
      }
      const kept =
        (await take(expanded)) ?? (choice === "metadata" ? await take(single) : undefined);
      if (kept !== undefined) return kept;
      const mayAsk = choice === "expanded" || (await isOffered(signal));
      return (mayAsk ? await ask(expanded) : undefined) ?? ask(single);
    },
  };
}

/** Only identifiers of the strict grammar have a path, so none can lead out of the repository. */
function hasPath(dtmi: string): boolean {
  return typeof dtmi === "string" && isUserDtmi(dtmi, 2);
}

/** Paths ignore case and identifiers do not, so the file may hold another model. */
function checked(dtmi: string, document: ModelDocument): ModelDocument {
  if (modelIn(document, dtmi) !== undefined) return document;
  const ids = document.models.map(({ id }) => id).filter((id) => id !== undefined);
  const other = ids.find((id) => id.toLowerCase() === dtmi.toLowerCase());
  const found = other ?? (ids.slice(0, 3).join(", ") || "no identifier");
  throw new PnpError(
    "PNP_MODEL_NOT_FOUND",
    `${document.source} should define ${dtmi}, but holds ${found.slice(0, 400)}.`,
    {
      hint:
        other === undefined
          ? "Correct `@id` in the file or the reference to it."
          : "Correct `@id` in the file or the reference to it; upper and lower case differ.",
    },
  );
}

/** The document of the first place that has one. */
export async function findFirst(
  places: readonly ModelPlace[],
  dtmi: string,
  choice: DocumentChoice,
  signal: AbortSignal | undefined,
): Promise<ModelDocument | undefined> {
  for (const place of places) {
    const document = await place.find(dtmi, choice, signal);
    if (document !== undefined) return document;
  }
  return undefined;
}
