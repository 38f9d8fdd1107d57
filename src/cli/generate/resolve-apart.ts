import type { Element, Interface, Model } from "../../dtdl/model.js";
import { resolveModel } from "../../dtdl/resolve.js";
import type { ModelResolver, ModelText } from "../../dtdl/resolver.js";
import { type Issue, isPnpError, PnpError } from "../../errors.js";

/** Interfaces of texts that were read as one model, or one by one. */
export interface ResolvedTexts {
  readonly model: Model;
  /** An identifier for which the texts had to be read one by one; undefined otherwise. */
  readonly clash: string | undefined;
}

/**
 * Makes one model of texts. Where they do not fit into one only since several Interfaces, such as versions of one, give the
 * same identifier to something inside them, each text is read with what it refers to; the result then holds the Interface of
 * each text's own reading. Throws like `resolveModel`.
 */
export async function resolveTexts(
  texts: readonly ModelText[],
  resolver: ModelResolver,
): Promise<ResolvedTexts> {
  try {
    return { model: await resolveModel(texts, resolver), clash: undefined };
  } catch (error) {
    if (!isPnpError(error, "PNP_DTDL_INVALID")) throw error;
    const byInterface = await sourcesByInterface(texts);
    const clash = innerClash(error, byInterface);
    if (clash === undefined) throw error;
    return { model: await resolveApart(texts, byInterface, resolver), clash };
  }
}

async function sourcesByInterface(
  texts: readonly ModelText[],
): Promise<ReadonlyMap<string, ModelText>> {
  const { tryDocument } = await import("../../repository/model-document.js");
  const found = new Map<string, ModelText>();
  for (const each of texts) {
    for (const { id, nested } of tryDocument(each.source, each.text)?.models ?? []) {
      for (const dtmi of [id, ...nested]) if (dtmi !== undefined) found.set(dtmi, each);
    }
  }
  return found;
}

/** The first identifier that is used twice, if that is all that is wrong, and none of them is an Interface's. */
function innerClash(
  error: PnpError,
  byInterface: ReadonlyMap<string, ModelText>,
): string | undefined {
  const ids = error.issues.map((issue) =>
    issue.code === "duplicateDefinition"
      ? (issue as { readonly primaryId?: string }).primaryId
      : "",
  );
  const isInner = ids.every((id) => id !== undefined && id !== "" && !byInterface.has(id));
  return isInner ? ids[0] : undefined;
}

async function resolveApart(
  texts: readonly ModelText[],
  byInterface: ReadonlyMap<string, ModelText>,
  resolver: ModelResolver,
): Promise<Model> {
  const interfaces = new Map<string, Interface>();
  const elements = new Map<string, Element>();
  const issues: Issue[] = [];
  let failure: PnpError | undefined;
  for (const text of texts) {
    try {
      const model = await resolveModel(text, among(byInterface, resolver));
      for (const [id, element] of model.elements) if (!elements.has(id)) elements.set(id, element);
      for (const [id, iface] of model.interfaces) {
        // That of its own text comes before those that came along with others.
        if (iface.location?.source === text.source || !interfaces.has(id))
          interfaces.set(id, iface);
      }
    } catch (error) {
      if (!isPnpError(error)) throw error;
      failure ??= error;
      issues.push(...error.issues);
    }
  }
  if (failure === undefined) return { interfaces, elements };
  throw new PnpError(failure.code, failure.message, { hint: failure.hint, issues });
}

/** Looks among the texts first. */
function among(
  byInterface: ReadonlyMap<string, ModelText>,
  resolver: ModelResolver,
): ModelResolver {
  return {
    ...resolver,
    resolve: async (dtmis) => {
      const known = new Set(dtmis.flatMap((dtmi) => byInterface.get(dtmi) ?? []));
      const others = dtmis.filter((dtmi) => !byInterface.has(dtmi));
      return [...known, ...(others.length > 0 ? await resolver.resolve(others) : [])];
    },
  };
}
