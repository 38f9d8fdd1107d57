import { type JsonRecord, setOwn } from "../../convention/record.js";
import { findAttribute } from "./evaluate.js";
import { project } from "./projection.js";
import type { AggregateName, Attribute, SelectItem } from "./syntax.js";

/** One row for every value of the grouping attribute, in the order of their first rows; one for all without it. */
export function aggregate(
  items: readonly SelectItem[],
  groupBy: Attribute | undefined,
  rows: Iterable<JsonRecord>,
): readonly JsonRecord[] {
  const groups = new Map<string, JsonRecord[]>();
  if (groupBy === undefined) groups.set("", []);
  for (const row of rows) {
    const key = groupBy ? (JSON.stringify(findAttribute(row, groupBy.path)?.value) ?? "") : "";
    const group = groups.get(key);
    if (group) group.push(row);
    else groups.set(key, [row]);
  }
  return [...groups.values()].map((group) => summarise(items, group));
}

function summarise(items: readonly SelectItem[], group: readonly JsonRecord[]): JsonRecord {
  const [first = {}] = group;
  const columns: Record<string, unknown> = { ...project(items, first) };
  for (const item of items) {
    if (item.kind !== "aggregate") continue;
    const values = item.attribute ? valuesOf(item.attribute, group) : [];
    const result = item.name === "COUNT" ? group.length : reduce(item.name, values);
    if (result !== undefined) setOwn(columns, item.alias ?? freeName(item.name, columns), result);
  }
  return columns;
}

/** Aggregates look at numbers; MIN and MAX at texts too where there is no number. */
function reduce(
  name: Exclude<AggregateName, "COUNT">,
  values: readonly unknown[],
): number | string | undefined {
  const numbers = values.filter((value) => typeof value === "number");
  const sum = (): number => numbers.reduce((total, value) => total + value, 0);
  if (name === "SUM") return sum();
  if (name === "AVG") return numbers.length === 0 ? undefined : sum() / numbers.length;
  if (numbers.length > 0) {
    return numbers.reduce((a, b) => (name === "MIN" ? Math.min(a, b) : Math.max(a, b)));
  }
  const texts = values.filter((value) => typeof value === "string").sort();
  return name === "MIN" ? texts[0] : texts.at(-1);
}

function valuesOf({ path }: Attribute, group: readonly JsonRecord[]): readonly unknown[] {
  return group.map((row) => findAttribute(row, path)?.value);
}

/** The service makes a name up for an aggregate without alias, and documents none: here `Count`, then `Count2`. */
function freeName(name: AggregateName, columns: JsonRecord): string {
  const base = name.slice(0, 1) + name.slice(1).toLowerCase();
  for (let number = 1; ; number++) {
    const candidate = number === 1 ? base : `${base}${number}`;
    if (!Object.hasOwn(columns, candidate)) return candidate;
  }
}
