import { ServiceError } from "../service-error.js";

/** A stretch of the query's text, in UTF-16 code units. */
export interface Place {
  readonly start: number;
  readonly end: number;
}

/** The refusal of a query. It names the place as people count: lines and columns from 1. */
export function badQuery(text: string, { start, end }: Place, problem: string): ServiceError {
  const before = text.slice(0, start).split("\n");
  const column = (before.at(-1)?.length ?? 0) + 1;
  const near = text.slice(start, end).split("\n", 1)[0] ?? "";
  const found = near === "" ? "the end" : JSON.stringify(near);
  return new ServiceError(
    "ArgumentInvalid",
    `BadRequest: ${problem} at line ${before.length}, column ${column}, near ${found}`,
  );
}
