import type { CallOptions } from "../call-options.js";

/** How a query is answered. The time-out is for each page. */
export interface QueryOptions extends CallOptions {
  /** Rows in a page, 1 to 100; the hub may give fewer. Default: the hub's choice. */
  readonly pageSize?: number;
  /** Where to go on: the `continuation` of a page of the same query. */
  readonly continuation?: string;
}

/** Rows that came together. */
export interface QueryPage<T> {
  readonly rows: readonly T[];
  /** Where the next page begins; absent when this is the last one. */
  readonly continuation?: string;
}

/** The answer of a query: row by row, or page by page. Each loop over it asks anew. */
export interface QueryResult<T> extends AsyncIterable<T> {
  pages(): AsyncIterable<QueryPage<T>>;
  /** All rows at once. */
  all(): Promise<readonly T[]>;
}

/** A row as it came: members and values are what the query selected. */
export type QueryRow = Readonly<Record<string, unknown>>;
