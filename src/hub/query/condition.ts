import type { JsonRecord } from "../../convention/record.js";
import { attributesOf } from "./attributes.js";
import { evaluate } from "./evaluate.js";
import { badQuery } from "./place.js";
import { readCondition } from "./read-expression.js";
import { checkLength } from "./read-query.js";
import { TokenReader } from "./token-reader.js";

/** Whether a twin document, or another row, is one that is meant. */
export type Condition = (row: JsonRecord) => boolean;

/**
 * Reads a condition that stands alone: the queryCondition of a job, the targetCondition of a configuration. `*` and
 * nothing mean every row. `attributeProblem` says what is wrong with an attribute, given by its names in lower case.
 * Throws the hub's refusal, with the place.
 */
export function parseCondition(
  text: string,
  attributeProblem: (path: readonly string[]) => string | undefined = () => undefined,
): Condition {
  checkLength(text);
  if (text.trim() === "" || text.trim() === "*") return () => true;
  const reader = new TokenReader(text);
  const expression = readCondition(reader);
  reader.expectEnd();
  for (const attribute of attributesOf(expression)) {
    const problem = attributeProblem(attribute.path.map((name) => name.toLowerCase()));
    if (problem !== undefined) throw badQuery(text, attribute, problem);
  }
  return (row) => evaluate(expression, row) === true;
}
