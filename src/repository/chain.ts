import type { ModelResolver, ModelText } from "../dtdl/resolver.js";
import { tryDocument } from "./model-document.js";

/** Asks one resolver after the other, each for what the ones before it did not have. */
export function chainRepositories(...resolvers: readonly ModelResolver[]): ModelResolver {
  return {
    async resolve(dtmis) {
      const found: ModelText[] = [];
      let wanted = dtmis;
      for (const resolver of resolvers) {
        if (wanted.length === 0) break;
        const texts = await resolver.resolve(wanted);
        found.push(...texts);
        const defined = new Set(texts.flatMap(definedBy));
        wanted = wanted.filter((dtmi) => !defined.has(dtmi));
      }
      return found;
    },
    tried(dtmi) {
      return resolvers.flatMap((resolver) => resolver.tried?.(dtmi) ?? []);
    },
  };
}

/** Identifiers of the Interfaces in a text; what is not JSON is the parser's to report. */
function definedBy({ source, text }: ModelText): readonly (string | undefined)[] {
  const models = tryDocument(source, text)?.models ?? [];
  return models.flatMap(({ id, nested }) => [id, ...nested]);
}
