import { renderError } from "./error-texts.js";
import { advice } from "./explanations/advice.js";
import { contexts } from "./explanations/contexts.js";
import { identifiers } from "./explanations/identifiers.js";
import { languages } from "./explanations/languages.js";
import { literals } from "./explanations/literals.js";
import { properties } from "./explanations/properties.js";
import { reading } from "./explanations/reading.js";
import type { ErrorExample, ExplanationRow } from "./explanations/row.js";
import { types } from "./explanations/types.js";
import { unreachable } from "./explanations/unreachable.js";
import type { IssueFields } from "./issue.js";

export type { ErrorExample } from "./explanations/row.js";

/** What an error of a DTDL model means, offline. */
export interface ErrorExplanation {
  /** The identifier as issues have it in `code`: `badType`. */
  readonly id: string;
  /** Its identifier in DTDL, `dtmi:dtdl:parsingError:badType`; absent for those that DTDL does not name. */
  readonly dtmi?: string;
  /** What it is about; see {@link errorGroups}. */
  readonly group: string;
  /** Whether it can be reported here. */
  readonly occurs: boolean;
  /** When it is reported, or why it never is. */
  readonly meaning: string;
  /** Why there is the rule. */
  readonly reason?: string;
  /** What to do, in general words. */
  readonly help?: string;
  /** Heading of the section of the DTDL specification that decides. */
  readonly section?: string;
  /** Whether reading ends with it; other errors are collected. */
  readonly fatal?: boolean;
  /** The fields that its issues have, and what they hold. */
  readonly fields?: Readonly<Partial<Record<keyof IssueFields, string>>>;
  readonly example?: ErrorExample;
}

/** Some identifiers that belong together. */
export interface ErrorGroup {
  readonly title: string;
  readonly ids: readonly string[];
}

const prefix = "dtmi:dtdl:parsingError:";

const tables: readonly {
  readonly title: string;
  readonly rows: Readonly<Record<string, ExplanationRow>>;
}[] = [
  { title: "Reading JSON", rows: reading },
  { title: "Contexts", rows: contexts },
  { title: "Identifiers and the top level", rows: identifiers },
  { title: "Types", rows: types },
  { title: "Properties, references and structure", rows: properties },
  { title: "Values", rows: literals },
  { title: "Texts in languages", rows: languages },
  { title: "Advice on valid forms", rows: advice },
];

const neverReported = "Declared by DTDL, never reported";
const ownIds = ["invalidJson", "unresolvedReference", ...Object.keys(advice)];

/** All identifiers by what they are about. */
export const errorGroups: readonly ErrorGroup[] = [
  ...tables.map(({ title, rows }) => ({ title, ids: Object.keys(rows) })),
  { title: neverReported, ids: Object.keys(unreachable) },
];

/** Explains an error by its identifier, `badType` or the full DTMI; undefined when there is no such error. */
export function explainError(id: string): ErrorExplanation | undefined {
  const short = id.startsWith(prefix) ? id.slice(prefix.length) : id;
  for (const { title, rows } of tables) {
    const row = Object.hasOwn(rows, short) ? rows[short] : undefined;
    if (row !== undefined) return explanationOf(short, title, row);
  }
  const why = Object.hasOwn(unreachable, short) ? unreachable[short] : undefined;
  if (why === undefined) return undefined;
  const meaning = `It cannot occur: ${why}.`;
  return { id: short, dtmi: prefix + short, group: neverReported, occurs: false, meaning };
}

function explanationOf(id: string, group: string, row: ExplanationRow): ErrorExplanation {
  return {
    id,
    ...(ownIds.includes(id) ? {} : { dtmi: prefix + id }),
    group,
    occurs: true,
    meaning: row.meaning,
    reason: row.reason,
    help: renderError(id, {}).help,
    section: row.section,
    fatal: row.fatal ?? false,
    fields: fieldsOf(row.fields ?? []),
    ...(row.example === undefined ? {} : { example: row.example }),
  };
}

const usualContent: Readonly<Partial<Record<keyof IssueFields, string>>> = {
  primaryId: "the element at fault",
  secondaryId: "the other element",
  property: "the property",
  type: "the type",
};

function fieldsOf(fields: readonly string[]): Partial<Record<keyof IssueFields, string>> {
  const result: Partial<Record<keyof IssueFields, string>> = {};
  for (const field of fields) {
    const [name = "", words] = field.split(": ");
    const key = name as keyof IssueFields;
    result[key] = words ?? usualContent[key] ?? "";
  }
  return result;
}
