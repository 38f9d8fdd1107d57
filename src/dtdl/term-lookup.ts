import { builtInElement } from "./metamodel/built-in-elements.js";
import { coreVocabulary, findContext, type Vocabulary } from "./metamodel/contexts.js";
import type { Element } from "./model.js";

/** The term that stands for an identifier where an element is written; undefined when the contexts there have none. */
export type TermLookup = (dtmi: string) => string | undefined;

/** The terms in force where the element is written. */
export function termsAt({ context, languageMajorVersion }: Element): TermLookup {
  const vocabularies: readonly Vocabulary[] = [
    coreVocabulary(languageMajorVersion),
    ...context.flatMap((each) => findContext(each) ?? []),
  ];
  return (dtmi) => {
    const term = lastSegment(dtmi);
    // A term means what the first context says that has it.
    for (const { terms } of vocabularies) {
      const meaning = terms.get(term);
      if (meaning !== undefined) return meansSame(meaning, dtmi) ? term : undefined;
    }
    return undefined;
  };
}

/** Every term of DTDL is the last part of its identifier. */
function lastSegment(dtmi: string): string {
  const path = dtmi.split(";", 1)[0] ?? dtmi;
  return path.slice(path.lastIndexOf(":") + 1);
}

/** Later versions of the language have identifiers of their own for primitive schemas that are those of DTDL v2. */
function meansSame(meaning: string, dtmi: string): boolean {
  return meaning === dtmi || builtInElement(meaning)?.aliasFor === dtmi;
}
