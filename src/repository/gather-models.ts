import { isUserDtmi } from "../dtdl/dtmi.js";
import type { ModelText } from "../dtdl/resolver.js";
import { PnpError } from "../errors.js";
import type { DocumentModel, ModelDocument } from "./model-document.js";
import { type DocumentChoice, findFirst, type ModelPlace } from "./model-place.js";

/** What belongs to the models asked for. */
export interface Gathering {
  readonly dependencies: "enabled" | "tryFromExpanded" | "disabled";
  /** Whether dependencies that are nowhere are left out. */
  readonly incomplete: boolean;
  readonly signal?: AbortSignal | undefined;
}

/** Models that belong to one another; more is taken for a repository that never ends. */
const maxModels = 10_000;

const choices: Readonly<Record<Gathering["dependencies"], DocumentChoice>> = {
  enabled: "metadata",
  tryFromExpanded: "expanded",
  disabled: "single",
};

/** Fetches models in rounds: the ones asked for, then what these refer to, each once, so that cycles end. */
export async function gatherModels(
  places: readonly ModelPlace[],
  dtmis: readonly string[],
  gathering: Gathering,
): Promise<ReadonlyMap<string, ModelText>> {
  if (!Array.isArray(dtmis)) throw noModelId(dtmis);
  for (const dtmi of dtmis) if (!isModelId(dtmi)) throw noModelId(dtmi);
  const known = new Map<string, DocumentModel>();
  const nested = new Set<string>();
  const gathered = new Map<string, ModelText>();
  /** What is to be had, and who refers to it: nobody to those asked for. */
  const wanted = new Map<string, string | undefined>(dtmis.map((dtmi) => [dtmi, undefined]));
  for (let round = [...wanted.keys()]; round.length > 0; ) {
    const unknown = round.filter((dtmi) => !known.has(dtmi) && !nested.has(dtmi));
    for (const { models } of await fetchRound(places, unknown, gathering)) {
      for (const model of models) {
        if (model.id !== undefined && !known.has(model.id)) known.set(model.id, model);
        for (const id of model.nested) nested.add(id);
      }
    }
    const next: string[] = [];
    for (const dtmi of round) {
      const model = known.get(dtmi);
      if (model === undefined) {
        const by = wanted.get(dtmi);
        if (nested.has(dtmi) || (gathering.incomplete && by !== undefined)) continue;
        throw notFound(places, dtmi, by);
      }
      gathered.set(dtmi, model.text);
      if (gathering.dependencies === "disabled") continue;
      for (const reference of model.references) {
        if (wanted.has(reference)) continue;
        wanted.set(reference, dtmi);
        next.push(reference);
      }
    }
    if (wanted.size - dtmis.length > maxModels) throw endless(round[0] as string);
    round = next;
  }
  return gathered;
}

/** All at the same time; when one cannot be had, the others are given up. */
async function fetchRound(
  places: readonly ModelPlace[],
  dtmis: readonly string[],
  { dependencies, signal }: Gathering,
): Promise<readonly ModelDocument[]> {
  if (signal?.aborted) {
    throw new PnpError("PNP_ABORTED", "Reading models was cancelled.", {
      hint: "Nothing was changed.",
    });
  }
  const stop = new AbortController();
  const either = signal === undefined ? stop.signal : AbortSignal.any([stop.signal, signal]);
  try {
    const documents = await Promise.all(
      dtmis.map((dtmi) => findFirst(places, dtmi, choices[dependencies], either)),
    );
    return documents.filter((document) => document !== undefined);
  } catch (error) {
    stop.abort();
    throw error;
  }
}

function isModelId(dtmi: unknown): boolean {
  return typeof dtmi === "string" && isUserDtmi(dtmi, 2);
}

function noModelId(value: unknown): PnpError {
  return new PnpError(
    "PNP_USAGE",
    `\`${String(value).slice(0, 200)}\` is no identifier that a model repository knows.`,
    { hint: "Write it like dtmi:company:Thing;1, with a version of one number." },
  );
}

function notFound(
  places: readonly ModelPlace[],
  dtmi: string,
  neededBy: string | undefined,
): PnpError {
  const names = places.map((place) => place.nameOf(dtmi)).filter((name) => name !== undefined);
  const who = neededBy === undefined ? "" : `, to which ${neededBy} refers`;
  const where =
    names.length > 0
      ? `: there is no ${names.join(" and no ")}`
      : ": it has no path, since its version is not one number";
  return new PnpError("PNP_MODEL_NOT_FOUND", `Nothing defines ${dtmi}${who}${where}.`, {
    hint: "Correct the identifier, or name another repository too.",
  });
}

function endless(dtmi: string): PnpError {
  return new PnpError(
    "PNP_DTDL_INVALID",
    `The models asked for depend on more than ${maxModels} others, the last ones by ${dtmi}.`,
    { hint: "No device model does; is the repository what it seems?" },
  );
}
