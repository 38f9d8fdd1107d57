import type { JsonRecord } from "../../convention/record.js";
import { evaluate } from "./evaluate.js";
import { readCondition } from "./read-expression.js";
import { checkLength } from "./read-query.js";
import { TokenReader } from "./token-reader.js";

/** Whether a twin document, or another row, is one that is meant. */
export type Condition = (row: JsonRecord) => boolean;

/**
 * Reads a condition that stands alone: the queryCondition of a job, the targetCondition of a configuration. `*` and
 * nothing mean every row. Throws the hub's refusal, with the place.
 */
export function parseCondition(text: string): Condition {
  checkLength(text);
  if (text.trim() === "" || text.trim() === "*") return () => true;
  const reader = new TokenReader(text);
  const expression = readCondition(reader);
  reader.expectEnd();
  return (row) => evaluate(expression, row) === true;
}
