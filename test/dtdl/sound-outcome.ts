import { expect } from "vitest";
import { type ParseOptions, type ParseResult, safeParseModel } from "../../src/dtdl/parse.js";
import type { ModelText } from "../../src/dtdl/resolver.js";
import type { Issue } from "../../src/errors.js";

/** More than this nobody reads; a message may hold two identifiers of 4,096 characters. */
const longestText = 20_000;
const prototypes = [Object.prototype, Array.prototype, Function.prototype, String.prototype];
const membersBefore = prototypes.map((each) => Reflect.ownKeys(each).length);

/**
 * Parses text of any kind. Whatever comes of it must be sound: a model, or issues that each have a code, a message and a
 * place inside the text; and no prototype has changed.
 */
export function soundOutcome(
  texts: string | readonly (string | ModelText)[],
  options?: ParseOptions,
): ParseResult {
  const result = safeParseModel(texts, options);
  expect(prototypes.map((each) => Reflect.ownKeys(each).length)).toEqual(membersBefore);
  if (result.ok) return result;
  if (result.issues.length === 0) throw new Error("refused without an issue");
  const places = placesOf(Array.isArray(texts) ? texts : [texts]);
  for (const issue of result.issues) {
    const fault = faultOf(issue, places);
    if (fault !== undefined) throw new Error(`${fault}: ${JSON.stringify(issue).slice(0, 500)}`);
  }
  return result;
}

/** Codes of the issues, each once, in order; `[]` for a model. */
export function outcomeCodes(
  texts: string | readonly (string | ModelText)[],
  options?: ParseOptions,
): readonly string[] {
  return [...new Set(soundOutcome(texts, options).issues.map(({ code }) => code))];
}

/** Lengths of the lines of each source; texts of one name are alternatives. */
type Places = ReadonlyMap<string, readonly (readonly number[])[]>;

function placesOf(texts: readonly (string | ModelText)[]): Places {
  const places = new Map<string, number[][]>();
  for (const each of texts) {
    const { source, text } = typeof each === "string" ? { source: "<text>", text: each } : each;
    const lengths = text.split("\n").map((line) => line.length);
    const known = places.get(source);
    if (known === undefined) places.set(source, [lengths]);
    else known.push(lengths);
  }
  return places;
}

function faultOf(issue: Issue, places: Places): string | undefined {
  const { code, message, hint = "-", frame, location } = issue;
  if (!/^[a-z][A-Za-z]+$/.test(code)) return "no identifier of an error";
  for (const text of [message, hint]) {
    if (text.trim() === "") return "an empty text";
    if (/\[object |\bNaN\b|\bundefined[,.]|`undefined`/.test(text)) return "a text with a hole";
  }
  if (message.length + hint.length + (frame?.length ?? 0) > longestText) return "too long a text";
  if (location === undefined) return "no place";
  const { line, column, endLine, endColumn } = location;
  if (line > endLine || (line === endLine && column > endColumn)) return "an end before its start";
  const lines = places.get(location.source) ?? [];
  if (
    !lines.some(
      (lengths) => isInside(lengths, line, column) && isInside(lengths, endLine, endColumn - 1),
    )
  ) {
    return "a place outside the text";
  }
  if (frame?.includes(`${location.source}:${line}:${column}`) !== true) return "no frame";
  return undefined;
}

/** The place behind the last character counts: there something is missing. */
function isInside(lengths: readonly number[], line: number, column: number): boolean {
  const length = lengths[line - 1];
  return length !== undefined && column >= 0 && column <= length + 1;
}
