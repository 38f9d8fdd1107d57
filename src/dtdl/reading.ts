import type { Draft } from "./draft.js";
import type { IssueDetail, IssueList, Place } from "./issue-list.js";
import type { JsonMember, JsonNode } from "./json-node.js";
import type { ParseOptions } from "./parse-options.js";
import type { SourceText } from "./source-text.js";

/** What the readers of one text share. */
export interface Reading {
  readonly text: SourceText;
  readonly issues: IssueList;
  readonly options: ParseOptions;
  /** All elements read so far, of this text and others. */
  readonly drafts: Map<string, Draft>;
  /** Whether the text defines built-in elements. They may have reserved identifiers, and any class at the top. */
  readonly builtIn: boolean;
}

/** The place of a value. */
export function placeOf(reading: Reading, node: { start: number; end: number }): Place {
  return { text: reading.text, start: node.start, end: node.end };
}

/** Reports something about a value. */
export function report(
  reading: Reading,
  code: string,
  message: string,
  node: { start: number; end: number },
  detail?: IssueDetail,
): void {
  reading.issues.add(code, message, placeOf(reading, node), detail);
}

/** The members of an object, keywords apart. */
export interface Members {
  readonly keywords: ReadonlyMap<string, JsonMember>;
  readonly properties: readonly JsonMember[];
}

/** The keywords that elements may have in every DTDL version. */
export const knownKeywords: readonly string[] = ["@context", "@id", "@type"];

const keywordRules: Readonly<Record<string, string>> = {
  "@context": "repeatedContextProperty",
  "@id": "repeatedIdProperty",
  "@type": "repeatedTypeProperty",
  "@graph": "repeatedGraphProperty",
  "@value": "repeatedValueProperty",
  "@language": "repeatedLanguageProperty",
};

/** Sorts the members of an object; a keyword written twice ends the reading. */
export function splitMembers(reading: Reading, members: readonly JsonMember[]): Members {
  const keywords = new Map<string, JsonMember>();
  const properties: JsonMember[] = [];
  for (const member of members) {
    if (!member.name.startsWith("@")) {
      properties.push(member);
      continue;
    }
    if (keywords.has(member.name)) {
      const code = keywordRules[member.name] ?? "repeatedKeyword";
      const message = `\`${member.name}\` stands in this object more than once`;
      reading.issues.fatal(code, message, placeOf(reading, member), { help: "keep one" });
    }
    keywords.set(member.name, member);
  }
  return { keywords, properties };
}

/** The text of a string value; undefined for other values. */
export function textOf(node: JsonNode | undefined): string | undefined {
  return node?.kind === "string" ? node.value : undefined;
}
