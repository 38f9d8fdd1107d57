import { formatPointer } from "../convention/json-pointer.js";
import { isRecord, setOwn } from "../convention/record.js";
import type { Issue } from "../errors.js";
import type { PayloadSchema, ValueForms } from "../schema/interface-schema.js";
import { twinNumberIssue } from "./twin-numbers.js";

type NamedSchemas = Readonly<Record<string, PayloadSchema>>;

/** A value on its way over the wire, with what could not be carried. */
export interface WireValue {
  readonly value: unknown;
  readonly issues: readonly Issue[];
}

/**
 * How a route writes JSON: `json` where an SDK runs `JSON.stringify`, which knows no bigint (commands); `twin` where
 * the hub keeps the value besides, which it does for smaller integers only; `exact` where the text is ours (telemetry).
 */
export type WireForm = "json" | "twin" | "exact";

/** The value as the wire takes it: a `Date` for a dateTime becomes text, a bigint a number where `form` asks for one. */
export function toWire(
  value: unknown,
  schema: PayloadSchema,
  schemas: NamedSchemas = {},
  form: WireForm = "json",
): WireValue {
  return convert(value, schema, schemas, (leaf, code, path, issues) => {
    if (leaf instanceof Date) {
      return code === "dateTime" && !Number.isNaN(leaf.getTime()) ? leaf.toISOString() : leaf;
    }
    // Written with its sign, zero is no unsigned integer; a floating number keeps it.
    if (Object.is(leaf, -0) && code !== "double" && code !== "float") return 0;
    if (form === "twin" && (typeof leaf === "bigint" || typeof leaf === "number")) {
      const issue = Number.isNaN(leaf) ? undefined : twinNumberIssue(leaf, path);
      if (issue === undefined) return Number(leaf);
      issues.push(issue);
      return leaf;
    }
    if (typeof leaf !== "bigint" || form === "exact") return leaf;
    if (isSafe(leaf)) return Number(leaf);
    const why = "cannot be sent exactly here: this route carries integers up to 2^53 - 1 only.";
    issues.push(unsafeInteger(leaf, why, path));
    return leaf;
  });
}

/**
 * The value as programs read it: `long` and `unsignedLong` as bigint, unless `forms` says otherwise, with what does not
 * go into the form exactly. A number that may have been rounded on its way stays a number; validators refuse it.
 */
export function fromWire(
  value: unknown,
  schema: PayloadSchema,
  schemas: NamedSchemas = {},
  { long, dates }: ValueForms = {},
): WireValue {
  return convert(value, schema, schemas, (leaf, code, path, issues) => {
    if (isLong(code)) {
      if (long !== "number") return Number.isSafeInteger(leaf) ? BigInt(Number(leaf)) : leaf;
      if (typeof leaf !== "bigint") return leaf;
      if (isSafe(leaf)) return Number(leaf);
      issues.push(unsafeInteger(leaf, "is more than a number holds exactly.", path));
    }
    if (code === "dateTime" && dates === "date" && typeof leaf === "string") {
      const date = new Date(leaf);
      if (!finerThanMilliseconds.test(leaf) && !Number.isNaN(date.getTime())) return date;
      issues.push({
        code: "inexactDate",
        message: `${leaf} is no instant that a Date holds exactly.`,
        path,
        expected: "a date-time in whole milliseconds",
        got: leaf,
      });
    }
    return leaf;
  });
}

const finerThanMilliseconds = /\.\d{3}\d*[1-9]/;

function unsafeInteger(value: bigint, why: string, path: string): Issue {
  return {
    code: "unsafeInteger",
    message: `${value} ${why}`,
    path,
    expected: "an integer from -9007199254740991 to 9007199254740991",
    got: String(value),
  };
}

type Leaf = (value: unknown, code: string | undefined, path: string, issues: Issue[]) => unknown;

function convert(
  root: unknown,
  schema: PayloadSchema,
  schemas: NamedSchemas,
  leaf: Leaf,
): WireValue {
  const issues: Issue[] = [];
  const visit = (value: unknown, given: PayloadSchema | undefined, path: string): unknown => {
    const known = dereference(given, schemas);
    if (Array.isArray(value)) {
      const element = typeof known === "object" && "array" in known ? known.array : undefined;
      return value.map((entry, index) => visit(entry, element, `${path}/${index}`));
    }
    if (!isRecord(value) || value instanceof Date) {
      return leaf(value, typeof known === "string" ? known : undefined, path, issues);
    }
    const members: Record<string, unknown> = {};
    for (const [name, member] of Object.entries(value)) {
      // JSON has no undefined; an optional field given so is a field not given.
      if (member === undefined) continue;
      setOwn(members, name, visit(member, memberSchema(known, name), path + formatPointer([name])));
    }
    return members;
  };
  return { value: visit(root, schema, ""), issues };
}

function memberSchema(schema: PayloadSchema | undefined, name: string): PayloadSchema | undefined {
  if (typeof schema !== "object") return undefined;
  if ("map" in schema) return schema.map;
  return "object" in schema && Object.hasOwn(schema.object, name) ? schema.object[name] : undefined;
}

function dereference(
  schema: PayloadSchema | undefined,
  schemas: NamedSchemas,
): PayloadSchema | undefined {
  const isReference = typeof schema === "object" && "ref" in schema;
  if (!isReference) return schema;
  return Object.hasOwn(schemas, schema.ref) ? schemas[schema.ref] : undefined;
}

function isLong(code: string | undefined): boolean {
  return code === "long" || code === "unsignedLong";
}

function isSafe(value: bigint): boolean {
  return value >= BigInt(Number.MIN_SAFE_INTEGER) && value <= BigInt(Number.MAX_SAFE_INTEGER);
}
