import type { IssueFields } from "./issue.js";

/** What is known about an error: its record, and words for people that no field of the record holds. */
export interface ErrorFacts extends IssueFields {
  /** The element at fault in a few words, ready for a sentence: "Telemetry `temperature`". Default: `primaryId`. */
  readonly element?: string | undefined;
  /** The other element, in the same form. Default: `secondaryId`. */
  readonly second?: string | undefined;
  /** What was found: a count, or words such as "the number 42". */
  readonly observed?: string | number | undefined;
  /** What is permitted: a count, or words such as "a Schema". */
  readonly expected?: string | number | undefined;
  /** The DTDL version in force. */
  readonly version?: string | number | undefined;
}

/** What stands for a fact that nobody has given. */
const paraphrases: Readonly<Record<string, string>> = {
  element: "this element",
  second: "this element",
  primaryId: "this element",
  secondaryId: "this element",
  property: "this property",
  written: "this property",
  auxProperty: "this property",
  type: "this type",
  value: "this value",
  values: "these values",
  restriction: "what is permitted",
  versions: "another version",
  transformation: "this property",
  observed: "this",
  expected: "this",
  version: "this version",
};

const longestValue = 80;
const longestElement = 200;

/**
 * Fills a template. `{name}` is a fact, in backticks shown as code, with each item of a list by itself.
 * `[with {name}|without]` is its first part where all facts in it are known, else the second.
 *
 * Beside the {@link ErrorFacts} there are `written`, the property exactly as the model has it; `values`, the value as a
 * list; and `versions`, the restriction as a list of versions.
 */
export function fillTemplate(template: string, facts: ErrorFacts): string {
  return template
    .replace(/\[([^|\]]*)\|([^\]]*)\]/g, (_, given: string, otherwise: string) =>
      isKnown(given, facts) ? given : otherwise,
    )
    .replace(placeholders(), (_, article = "", code?: string, plain = "") => {
      const name = code ?? plain;
      const fact = factOf(name, facts);
      if (fact === undefined) return paraphrases[name] ?? "this";
      return article + (code === undefined ? inProse(name, fact, facts) : inBackticks(name, fact));
    });
}

/** A placeholder, in backticks or bare, with an article that a paraphrase makes superfluous. */
function placeholders(): RegExp {
  return /(\b(?:a|the) )?(?:`\{(\w+)\}`|\{(\w+)\})/g;
}

function isKnown(part: string, facts: ErrorFacts): boolean {
  return [...part.matchAll(/\{(\w+)\}/g)].every(
    ([, name = ""]) => factOf(name, facts) !== undefined,
  );
}

function factOf(name: string, facts: ErrorFacts): string | undefined {
  switch (name) {
    case "element":
      return wordsFor(facts.element, facts.primaryId);
    case "second":
      return wordsFor(facts.second, facts.secondaryId);
    case "primaryId":
    case "secondaryId":
    case "property":
    case "auxProperty":
    case "type":
    case "restriction":
    case "transformation":
    case "observed":
    case "version":
      return filled(facts[name]);
    case "expected":
      // Strings are referred to by their term only.
      if (facts.expected === "String") return "string";
      return isVague(facts.expected) ? undefined : filled(facts.expected);
    case "value":
      // An empty text is a value like others.
      return facts.value === undefined ? undefined : facts.value || '""';
    case "values":
      return filled(facts.value);
    case "written":
      return filled(facts.property);
    case "versions":
      return filled(facts.restriction);
    default:
      return undefined;
  }
}

/** An element in words. What is built in is known by its term, not by its class; what a parser has named, by nothing. */
function wordsFor(words: string | undefined, id: string | undefined): string | undefined {
  if (id !== undefined && termOf(id) !== id) return inCode(termOf(id));
  if (words !== undefined && words !== "") return shown(words, longestElement);
  if (id === undefined || id === "") return undefined;
  return id.includes(":_") ? paraphrases.element : inCode(id);
}

function filled(fact: string | number | null | undefined): string | undefined {
  return fact === undefined || fact === null || fact === "" ? undefined : String(fact);
}

function inProse(name: string, fact: string, facts: ErrorFacts): string {
  if (name === "versions") return versionsOf(fact);
  if (name === "element" || name === "second") return fact;
  return name === "observed" && isJson(facts.observed) ? inCode(fact) : shown(fact, longestElement);
}

/** Whether a value is told as it is written, not in words. */
function isJson(observed: string | number | undefined): boolean {
  return typeof observed === "string" && /^(?:["\d-]|true$|false$|null$)/.test(observed);
}

/** What would not tell anybody what to write: the class of all schemas, or the names of its about thirty subclasses. */
function isVague(expected: string | number | undefined): boolean {
  if (typeof expected !== "string") return false;
  return expected === "Schema" || expected.split(" or ").length > 6;
}

function inBackticks(name: string, fact: string): string {
  switch (name) {
    case "property":
    case "auxProperty":
    case "type":
    case "restriction":
    case "expected":
    case "values":
      return listOf(fact);
    default:
      return inCode(fact);
  }
}

/** Records write lists as `Property or Telemetry`, `'a' or 'b'`, `'a', 'b'` and `A and B`. */
function listOf(fact: string): string {
  const conjunction = fact.includes(" and ") ? " and " : " or ";
  const quoted = [...fact.matchAll(/'([^']*)'/g)].map(([, item = ""]) => item);
  const items = quoted.length > 0 ? quoted : fact.split(conjunction);
  return joined(
    items.map((item) => inCode(termOf(item))),
    conjunction,
  );
}

/** Versions are written `2, 3, 4` in some records, `3 ,2` in others. */
function versionsOf(fact: string): string {
  const versions = fact.match(/\d+(?:\.\d+)?/g);
  if (versions === null) return shown(fact, longestValue);
  return joined(
    [...versions].sort((a, b) => Number(a) - Number(b)),
    " or ",
  );
}

function joined(items: readonly string[], conjunction: string): string {
  const last = items.at(-1) ?? "";
  return items.length < 2 ? last : `${items.slice(0, -1).join(", ")}${conjunction}${last}`;
}

/** The name by which people know something of the language: `unit` for `dtmi:…:property:unit;2`. Other text as it is. */
function termOf(text: string): string {
  if (!text.startsWith("dtmi:")) return text;
  const labels = text.split(";", 1)[0]?.split(":") ?? [];
  const [, owner = "", area = ""] = labels;
  if (owner !== "dtdl" && owner !== "standard" && !owner.startsWith("iot")) return text;
  return area === "context" || area === "limits" ? text : labels.at(-1) || text;
}

function inCode(text: string): string {
  return `\`${shown(text, longestValue)}\``;
}

/** Text of a model in a message: its beginning, without characters that would steer a terminal or break the line. */
function shown(text: string, longest: number): string {
  let result = "";
  let length = 0;
  for (const char of text.slice(0, longest + 1)) {
    if (length + char.length > longest) return `${result}…`;
    length += char.length;
    result += isPlain(char) ? char : escaped(char);
  }
  return result;
}

function isPlain(char: string): boolean {
  const code = char.codePointAt(0) ?? 0;
  if (code < 0x20 || (code >= 0x7f && code < 0xa0)) return false;
  // Line separators, marks that change the direction of writing, lone surrogates.
  if (code >= 0x2028 && code <= 0x202e) return false;
  return !(code >= 0x2066 && code <= 0x2069) && !(code >= 0xd800 && code <= 0xdfff);
}

function escaped(char: string): string {
  return `\\u${char.charCodeAt(0).toString(16).padStart(4, "0")}`;
}
