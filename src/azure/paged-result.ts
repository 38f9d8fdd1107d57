import type { QueryPage, QueryResult } from "../client/fleet/query-types.js";

/** An answer that is read page by page; each loop over it begins anew. */
export function pagedResult<T>(
  read: (continuation: string | undefined) => Promise<QueryPage<T>>,
  start?: string,
): QueryResult<T> {
  async function* pages(): AsyncGenerator<QueryPage<T>> {
    let continuation = start;
    do {
      const page = await read(continuation);
      yield page;
      continuation = page.continuation;
    } while (continuation !== undefined);
  }
  async function* rows(): AsyncGenerator<T> {
    for await (const page of pages()) yield* page.rows;
  }
  return {
    pages,
    [Symbol.asyncIterator]: rows,
    async all() {
      const all: T[] = [];
      for await (const row of rows()) all.push(row);
      return all;
    },
  };
}
