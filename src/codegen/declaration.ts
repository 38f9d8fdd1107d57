import type { LocalizedText } from "../dtdl/model.js";
import { preferredText } from "../schema/describe.js";
import { docComment } from "./model-text.js";

/** One line of an interface or object, with the doc comment that stands above it. */
export interface Member {
  readonly doc: readonly string[];
  readonly text: string;
}

interface Documented {
  readonly displayName: LocalizedText;
  readonly description: LocalizedText;
  readonly unit?: string;
  readonly semanticType?: string;
}

/** The doc comment of a model element; `see` names an element to look up. */
export function docOf(element: Documented, see?: string): readonly string[] {
  return docComment({
    title: preferredText(element.displayName),
    text: preferredText(element.description),
    tags: [
      ["unit", element.unit],
      ["semanticType", element.semanticType],
      ["see", see],
    ],
  });
}

/** `{` and the members and `}` behind an opening text; comments start on lines of their own, as TypeScript wants. */
export function block(
  opening: string,
  members: readonly Member[],
  closing: string,
): readonly string[] {
  if (members.length === 0) return [`${opening}{}${closing}`];
  return [
    `${opening}{`,
    ...members.flatMap(({ doc, text }) => [...doc, text].map((line) => `  ${line}`)),
    `}${closing}`,
  ];
}
