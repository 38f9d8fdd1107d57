import type { JsonRecord } from "../../convention/record.js";
import { aggregate } from "./aggregate.js";
import { evaluate } from "./evaluate.js";
import { type Keyed, type Page, type PageRequest, takePage } from "./page.js";
import { project } from "./projection.js";
import { readQuery } from "./read-query.js";
import type { QuerySyntax, Source } from "./syntax.js";

/** The rows of a collection whose keys come after one, ordered by their keys. */
export type Rows = (source: Source, after: string) => Iterable<Keyed<JsonRecord>>;

/** What the answer's rows are, in the words of the header `x-ms-item-type`. */
export type ItemType = "Twin" | "DeviceJob" | "Raw";

/** A page of a query's answer. */
export interface QueryPage extends Page<JsonRecord> {
  readonly itemType: ItemType;
}

/** Answers one page of a query. Throws the hub's refusal for a bad query. */
export function runQuery(text: string, rows: Rows, request: Omit<PageRequest, "limit">): QueryPage {
  const query = readQuery(text);
  const { items, source, top } = query;
  const isWhole = items === "*";
  const page = takePage(
    text,
    (after) => (isSumming(query) ? summed(query, rows) : matching(query, rows, after)),
    { ...request, limit: top },
  );
  const itemType = !isWhole ? "Raw" : source === "devices.jobs" ? "DeviceJob" : "Twin";
  return { ...page, itemType };
}

/** How many rows a query's answer has in all. */
export function countRows(text: string, rows: Rows): number {
  const query = readQuery(text);
  let count = 0;
  for (const _ of isSumming(query) ? summed(query, rows) : matching(query, rows, "")) {
    if (count === query.top) break;
    count += 1;
  }
  return count;
}

function isSumming({ items, groupBy }: QuerySyntax): boolean {
  return groupBy !== undefined || (items !== "*" && items.some(({ kind }) => kind === "aggregate"));
}

function* matching(query: QuerySyntax, rows: Rows, after: string): Iterable<Keyed<JsonRecord>> {
  const { items, source, where } = query;
  for (const { key, value } of rows(source, after)) {
    if (where !== undefined && evaluate(where, value) !== true) continue;
    yield { key, value: items === "*" ? value : project(items, value) };
  }
}

function* summed(query: QuerySyntax, rows: Rows): Iterable<Keyed<JsonRecord>> {
  const whole = matching({ ...query, items: "*" }, rows, "");
  const values = function* (): Iterable<JsonRecord> {
    for (const { value } of whole) yield value;
  };
  const items = query.items === "*" ? [] : query.items;
  for (const [index, value] of aggregate(items, query.groupBy, values()).entries()) {
    yield { key: String(index).padStart(9, "0"), value };
  }
}
