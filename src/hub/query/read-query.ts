import { badQuery } from "./place.js";
import { isKeyword, readAttribute } from "./read-attribute.js";
import { readCondition } from "./read-expression.js";
import type { AggregateName, Attribute, QuerySyntax, SelectItem, Source } from "./syntax.js";
import { TokenReader } from "./token-reader.js";

const longestQuery = 8192;

/** Takes a query apart. Throws the hub's refusal, with the place, for what the language does not know. */
export function readQuery(text: string): QuerySyntax {
  checkLength(text);
  const reader = new TokenReader(text);
  reader.expectWord("SELECT");
  // An attribute could be called so, and what follows be its alias: an answer to another question.
  if (reader.isWord("DISTINCT") && reader.peek(1).kind === "word") {
    reader.fail("there is no DISTINCT; use GROUP BY");
  }
  const top = readTop(reader);
  const starAt = reader.peek();
  const items = reader.takeSign("*") ? "*" : readItems(reader);
  if (items === "*" && reader.takeSign(",")) {
    reader.fail("* stands alone in a list", starAt);
  }
  reader.expectWord("FROM");
  const source = readSource(reader);
  const where = reader.takeWord("WHERE") ? readCondition(reader) : undefined;
  const groupBy = readGroupBy(reader);
  reader.expectEnd();
  checkList(reader, items, source, groupBy);
  return {
    items,
    source,
    ...(top === undefined ? {} : { top }),
    ...(where === undefined ? {} : { where }),
    ...(groupBy === undefined ? {} : { groupBy }),
  };
}

/** Refuses texts longer than the service reads. */
export function checkLength(text: string): void {
  if (text.length <= longestQuery) return;
  throw badQuery(
    text,
    { start: longestQuery, end: longestQuery },
    `a query has at most ${longestQuery} characters, this one ${text.length}: it must end`,
  );
}

function readTop(reader: TokenReader): number | undefined {
  if (!reader.takeWord("TOP")) return undefined;
  const { kind, text } = reader.peek();
  if (kind !== "number" || !/^[1-9]\d{0,8}$/.test(text)) {
    reader.fail("expected a whole number above 0 behind TOP");
  }
  reader.next();
  return Number(text);
}

function readItems(reader: TokenReader): readonly SelectItem[] {
  const items = [readItem(reader)];
  while (reader.takeSign(",")) items.push(readItem(reader));
  return items;
}

const aggregates: readonly AggregateName[] = ["COUNT", "AVG", "SUM", "MIN", "MAX"];

function readItem(reader: TokenReader): SelectItem {
  const { start } = reader.peek();
  const aggregate = aggregates.find((each) => reader.isWord(each));
  const isCall =
    aggregate !== undefined && reader.peek(1).kind === "sign" && reader.peek(1).text === "(";
  if (!isCall) {
    const attribute = readAttribute(reader);
    return { kind: "attribute", attribute, ...readAlias(reader), start, end: reader.end };
  }
  reader.next();
  reader.expectSign("(");
  const attribute = aggregate === "COUNT" ? undefined : readAttribute(reader);
  reader.expectSign(")");
  return {
    kind: "aggregate",
    name: aggregate,
    ...(attribute === undefined ? {} : { attribute }),
    ...readAlias(reader),
    start,
    end: reader.end,
  };
}

function readAlias(reader: TokenReader): { readonly alias?: string } {
  const as = reader.takeWord("AS");
  const { kind, text } = reader.peek();
  const isAlias = kind === "word" && !isKeyword(text);
  if (isAlias) reader.next();
  else if (as) reader.fail("expected a name behind AS");
  return isAlias ? { alias: text } : {};
}

function readSource(reader: TokenReader): Source {
  const { start } = reader.peek();
  if (!reader.takeWord("DEVICES")) reader.fail("expected devices, devices.modules or devices.jobs");
  if (!reader.takeSign(".")) return "devices";
  if (reader.takeWord("MODULES")) return "devices.modules";
  if (reader.takeWord("JOBS")) return "devices.jobs";
  return reader.fail(
    "there are devices, devices.modules and devices.jobs, and no other collection",
    {
      start,
      end: reader.peek().end,
    },
  );
}

function readGroupBy(reader: TokenReader): Attribute | undefined {
  if (!reader.takeWord("GROUP")) return undefined;
  reader.expectWord("BY");
  return readAttribute(reader);
}

/** What may stand together. */
function checkList(
  reader: TokenReader,
  items: QuerySyntax["items"],
  source: Source,
  groupBy: Attribute | undefined,
): void {
  if (items === "*") {
    if (groupBy) reader.fail("GROUP BY needs a list of aggregates, not *", groupBy);
    return;
  }
  if (source === "devices.jobs") {
    reader.fail("devices.jobs can be selected as * only");
  }
  const summing = items.some(({ kind }) => kind === "aggregate") || groupBy !== undefined;
  if (summing && source !== "devices") {
    reader.fail("aggregates and GROUP BY exist for devices only", groupBy);
  }
  checkNames(reader, items);
  const grouped = groupBy?.path.join(".").toLowerCase();
  for (const item of items) {
    if (!summing || item.kind === "aggregate") continue;
    if (item.attribute.path.join(".").toLowerCase() === grouped) continue;
    reader.fail("beside an aggregate only the attribute of GROUP BY may stand", item.attribute);
  }
}

/** Two columns of one name would leave one of them out. */
function checkNames(reader: TokenReader, items: readonly SelectItem[]): void {
  const seen = new Set<string>();
  for (const item of items) {
    const name = item.alias ?? (item.kind === "attribute" ? item.attribute.path.at(-1) : undefined);
    if (name === undefined) continue;
    if (seen.has(name)) reader.fail(`two columns are called ${name}: name one with AS`, item);
    seen.add(name);
  }
}
