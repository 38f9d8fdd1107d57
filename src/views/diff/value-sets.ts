import type { EnumSchema, PrimitiveKind, Schema } from "../../dtdl/model.js";
import { integerRanges, longRanges } from "../../dtdl/number-range.js";

/** How the values of a new schema stand to those of the old one. */
export type Relation = "same" | "widened" | "narrowed" | "replaced";

/** Compares the values of two schemas, at least one of which is neither Array, Map nor Object. */
export function relationOf(before: Schema, after: Schema): Relation {
  const grows = contains(after, before);
  const shrinks = contains(before, after);
  if (grows) return shrinks ? "same" : "widened";
  return shrinks ? "narrowed" : "replaced";
}

/** Whether every value of the inner schema is one of the outer schema, and can be held by it exactly. */
function contains(outer: Schema, inner: Schema): boolean {
  if (inner.kind === "Enum") {
    return outer.kind === "Enum" ? enumContains(outer, inner) : holdsAll(outer.kind, inner);
  }
  if (outer.kind === inner.kind) return true;
  if (outer.kind === "String") return texts.has(inner.kind);
  if (outer.kind === "Double" && inner.kind === "Float") return true;
  const range = ranges.get(inner.kind);
  return range !== undefined && holdsRange(outer.kind, range);
}

function enumContains(outer: EnumSchema, inner: EnumSchema): boolean {
  const values = new Set(outer.enumValues.map(({ enumValue }) => enumValue));
  return inner.enumValues.every(({ enumValue }) => values.has(enumValue));
}

function holdsAll(kind: Schema["kind"], { enumValues }: EnumSchema): boolean {
  return enumValues.every(({ enumValue }) =>
    typeof enumValue === "string"
      ? kind === "String"
      : holdsRange(kind, [BigInt(enumValue), BigInt(enumValue)]),
  );
}

type Range = readonly [least: bigint, greatest: bigint];

function holdsRange(kind: Schema["kind"], [least, greatest]: Range): boolean {
  const range = ranges.get(kind) ?? exactIntegers.get(kind);
  return range !== undefined && range[0] <= least && greatest <= range[1];
}

/** The kinds whose values are text, which `string` takes as well. */
const texts: ReadonlySet<Schema["kind"]> = new Set<PrimitiveKind>([
  "Bytes",
  "Date",
  "DateTime",
  "Decimal",
  "Duration",
  "Time",
  "Uuid",
]);

/** Integer kinds by the ranges of their values. */
const ranges: ReadonlyMap<string, Range> = new Map(
  Object.entries({ ...integerRanges, ...longRanges }).map(([term, [least, greatest]]) => [
    term.charAt(0).toUpperCase() + term.slice(1),
    [BigInt(least), BigInt(greatest)],
  ]),
);

/** Integers that floating numbers hold exactly. */
const exactIntegers: ReadonlyMap<string, Range> = new Map([
  ["Float", [-(2n ** 24n), 2n ** 24n]],
  ["Double", [-(2n ** 53n), 2n ** 53n]],
]);
