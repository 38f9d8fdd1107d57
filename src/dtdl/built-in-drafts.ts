import { readDocument } from "./document-reader.js";
import type { Draft } from "./draft.js";
import { IssueList } from "./issue-list.js";
import { readJson } from "./json-reader.js";
import { builtInText, singleWordClass } from "./metamodel/built-ins.js";
import { definitionOf } from "./metamodel/vocabulary.js";
import type { DtdlVersion } from "./model.js";
import { SourceText } from "./source-text.js";

/** The built-in element of this identifier, with the relatives it is defined with; undefined when there is none. */
export function builtInDrafts(dtmi: string): ReadonlyMap<string, Draft> | undefined {
  const word = singleWordClass(dtmi);
  if (word !== undefined) {
    if (definitionOf(dtmi)?.kind !== "element") return undefined;
    return new Map([[dtmi, singleWordDraft(dtmi, word)]]);
  }
  const text = builtInText(dtmi);
  if (text === undefined) return undefined;
  const drafts = new Map<string, Draft>();
  const json = readJson(text);
  if (!json.ok) return undefined;
  const source = new SourceText("<built-in>", text);
  readDocument(
    { text: source, issues: new IssueList(), options: {}, drafts, builtIn: true },
    json.value,
  );
  return drafts;
}

function singleWordDraft(dtmi: string, word: { className: string; term: string }): Draft {
  return {
    id: dtmi,
    className: word.className,
    version: Number(dtmi.at(-1)) as DtdlVersion,
    values: new Map([["displayName", { en: word.term }]]),
    links: new Map(),
    names: new Map(),
    types: [],
    undefinedTypes: [],
    undefinedProperties: new Map(),
  };
}
