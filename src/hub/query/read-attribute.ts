import type { Attribute } from "./syntax.js";
import type { TokenReader } from "./token-reader.js";

/** Reads `a.b["c d"]`. Only the first name may not be a keyword: behind a dot any word is a name. */
export function readAttribute(reader: TokenReader): Attribute {
  const first = reader.peek();
  if (first.kind !== "word" || isKeyword(first.text)) {
    reader.fail("expected an attribute or a constant");
  }
  reader.next();
  const path = [first.text];
  for (;;) {
    if (reader.takeSign(".")) {
      if (reader.peek().kind !== "word") {
        reader.fail('expected a name behind the dot; other names are written ["name"]');
      }
      path.push(reader.next().text);
    } else if (reader.peek().text === "[" && reader.peek(1).kind === "text") {
      reader.next();
      path.push(reader.next().text);
      reader.expectSign("]");
    } else {
      return { kind: "attribute", path: inRow(path), start: first.start, end: reader.end };
    }
  }
}

/** Times of a job's row, which conditions know by shorter names. */
const jobTimes: Readonly<Record<string, string>> = {
  createdtimeutc: "createdDateTimeUtc",
  lastupdatedtimeutc: "lastUpdatedDateTimeUtc",
};

/** The path without the collection that may stand before it, as in all examples for `devices.jobs.jobId`. */
function inRow(path: readonly string[]): readonly string[] {
  const [first = "", second = "", ...rest] = path.map((name) => name.toLowerCase());
  if (first !== "devices" || second === "") return path;
  const [jobTime] = rest;
  if (second === "jobs" && jobTime !== undefined && Object.hasOwn(jobTimes, jobTime)) {
    return [jobTimes[jobTime] ?? jobTime, ...path.slice(3)];
  }
  return rest.length > 0 && (second === "jobs" || second === "modules")
    ? path.slice(2)
    : path.slice(1);
}

const keywords = new Set([
  "SELECT",
  "TOP",
  "FROM",
  "WHERE",
  "GROUP",
  "BY",
  "AND",
  "OR",
  "NOT",
  "IN",
  "NIN",
  "AS",
]);

/** Whether a word of the language, which no attribute begins with and no alias is. */
export function isKeyword(word: string): boolean {
  return keywords.has(word.toUpperCase());
}
