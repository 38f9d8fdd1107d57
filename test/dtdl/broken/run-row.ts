import type { DtdlIssue, IssueFields } from "../../../src/dtdl/issue.js";
import { resolveModel } from "../../../src/dtdl/resolve.js";
import type { ModelText } from "../../../src/dtdl/resolver.js";
import { type IssueLocation, isPnpError } from "../../../src/errors.js";
import { linesOf, type MarkedText, readMarks } from "./marks.js";
import type { Expected, Lines, Row } from "./row.js";

/** What a row says about an issue, or what was reported. */
export interface Record extends IssueFields, Lines {
  readonly code: string;
}

interface Texts {
  readonly given: readonly MarkedText[];
  readonly resolved: readonly MarkedText[];
}

const named = (texts: readonly string[], name: string) =>
  texts.map((text, at) =>
    readMarks(texts.length === 1 ? `${name}.json` : `${name} ${at + 1}.json`, text),
  );

function textsOf({ text, resolves = [] }: Row): Texts {
  const given = typeof text === "string" ? [text] : text;
  return { given: named(given, "model"), resolved: named(resolves, "resolved") };
}

async function issuesOf(
  given: readonly ModelText[],
  resolved: readonly ModelText[],
  options: Row["options"],
): Promise<readonly DtdlIssue[]> {
  try {
    await resolveModel(given, { resolve: async () => resolved }, options);
    return [];
  } catch (error) {
    if (!isPnpError(error) || error.issues.length === 0) throw error;
    return error.issues;
  }
}

/** The issues that are reported for the texts of a row. */
export function reported(row: Row): Promise<readonly DtdlIssue[]> {
  const { given, resolved } = textsOf(row);
  return issuesOf(given, resolved, row.options);
}

/** The issues that are reported for the texts of a row when they are put right. */
export function reportedWhenCorrected(row: Row): Promise<readonly DtdlIssue[]> {
  const { given, resolved } = textsOf(row);
  const options = row.correctedOptions ?? row.options;
  const { corrected } = row;
  if (isList(corrected)) return issuesOf(named(corrected, "model"), [], options);
  const all = [...given, ...resolved];
  for (const find of Object.keys(corrected)) {
    if (!all.some(({ text }) => pattern(find).test(text)))
      throw new Error(`Nothing like ${find} in: ${row.title}`);
  }
  const correct = ({ source, text }: MarkedText): ModelText => ({
    source,
    text: Object.entries(corrected).reduce(
      (each, [find, replacement]) => each.replace(pattern(find), () => replacement),
      text,
    ),
  });
  return issuesOf(given.map(correct), resolved.map(correct), options);
}

function isList(corrected: Row["corrected"]): corrected is readonly string[] {
  return Array.isArray(corrected);
}

/** Finds a text wherever its blanks and line ends are. */
function pattern(find: string): RegExp {
  const escaped = find.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
  return new RegExp(escaped.replace(/\s+/g, "\\s*"), "g");
}

/** What a row expects, with the places that its arrows show, in an order of its own. */
export function expected(row: Row): readonly Record[] {
  const { given, resolved } = textsOf(row);
  const records = row.expect.map(({ lines, ...fields }: Expected, at) =>
    tidy({ ...fields, ...(lines ?? linesOf([...given, ...resolved], at + 1)) }),
  );
  return sorted(records);
}

/** What is reported for a row, to be compared with what it expects. */
export async function outcomeOf(row: Row): Promise<readonly Record[]> {
  return sorted((await reported(row)).map(recordOf));
}

/** The same of an issue that was reported. */
export function recordOf(issue: DtdlIssue): Record {
  const { code, primaryId, secondaryId, property, auxProperty, type } = issue;
  const { value, restriction, transformation, location, primary = location, related } = issue;
  return tidy({
    code,
    primaryId,
    secondaryId,
    property,
    auxProperty,
    type,
    value,
    restriction,
    transformation,
    here: placeOf(primary),
    also: placeOf(related),
  });
}

function placeOf(location: IssueLocation | undefined): string | undefined {
  return location && `${location.source}:${location.line}-${location.endLine}`;
}

function tidy(record: Record): Record {
  return Object.fromEntries(
    Object.entries(record).filter(([, value]) => value !== undefined),
  ) as unknown as Record;
}

/** Puts records in an order of their own: that of issues does not matter. */
function sorted(records: readonly Record[]): readonly Record[] {
  const key = (record: Record) => JSON.stringify(Object.entries(record).sort());
  return [...records].sort((a, b) => (key(a) < key(b) ? -1 : 1));
}
