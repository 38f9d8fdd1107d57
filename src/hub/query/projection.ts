import { type JsonRecord, setOwn } from "../../convention/record.js";
import { findAttribute } from "./evaluate.js";
import type { SelectItem } from "./syntax.js";

/** The columns of one row, under their aliases, or else under the names the row has. What is not there is left out. */
export function project(items: readonly SelectItem[], row: JsonRecord): JsonRecord {
  const columns: Record<string, unknown> = {};
  for (const item of items) {
    if (item.kind !== "attribute") continue;
    const found = findAttribute(row, item.attribute.path);
    if (found !== undefined) setOwn(columns, item.alias ?? found.name, found.value);
  }
  return columns;
}
