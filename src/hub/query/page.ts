import { type Continuation, readContinuation, writeContinuation } from "./continuation.js";

/** Something that can be given out, under a key that never changes and by which all are ordered. */
export interface Keyed<T> {
  readonly key: string;
  readonly value: T;
}

/** A piece of an answer. Without a continuation it is the last one. */
export interface Page<T> {
  readonly values: readonly T[];
  readonly continuation?: string;
}

/** Which page is asked for. */
export interface PageRequest {
  readonly size: number;
  /** As the client gave it back; absent or empty for the first page. */
  readonly continuation?: string | undefined;
  /** The most to give in all. */
  readonly limit?: number | undefined;
}

/**
 * The page that was asked for. It begins behind the last row given, wherever that row's place now is, so that rows
 * that come and go between two pages move nothing; and it says that more follows only when more does. `rowsAfter` may
 * leave out the rows up to its key.
 */
export function takePage<T>(
  query: string,
  rowsAfter: (key: string) => Iterable<Keyed<T>>,
  request: PageRequest,
): Page<T> {
  const { after, given }: Continuation = request.continuation
    ? readContinuation(query, request.continuation)
    : { after: "", given: 0 };
  const room = Math.min(request.size, (request.limit ?? Number.POSITIVE_INFINITY) - given);
  const values: T[] = [];
  let last = after;
  for (const { key, value } of rowsAfter(after)) {
    if (key <= after) continue;
    if (values.length === room) {
      const more = { after: last, given: given + values.length };
      const isOver = request.limit !== undefined && more.given >= request.limit;
      return isOver ? { values } : { values, continuation: writeContinuation(query, more) };
    }
    values.push(value);
    last = key;
  }
  return { values };
}
