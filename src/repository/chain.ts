import type { ModelResolver, ModelText } from "../dtdl/resolver.js";

/** Asks one repository after the other, each for what the ones before it did not have. */
export function chainRepositories(...resolvers: readonly ModelResolver[]): ModelResolver {
  return {
    async resolve(dtmis) {
      const found: ModelText[] = [];
      let wanted = dtmis;
      for (const resolver of resolvers) {
        if (wanted.length === 0) break;
        const texts = await resolver.resolve(wanted);
        found.push(...texts);
        wanted = wanted.filter((dtmi) => !texts.some(({ text }) => defines(text, dtmi)));
      }
      return found;
    },
    tried(dtmi) {
      return resolvers.flatMap((resolver) => resolver.tried?.(dtmi) ?? []);
    },
  };
}

/** Whether the identifier stands in the text as a value of `@id`; a mere reference is a value of another name. */
function defines(text: string, dtmi: string): boolean {
  return new RegExp(`"@id"\\s*:\\s*"${dtmi.replaceAll(".", "\\.")}"`).test(text);
}
