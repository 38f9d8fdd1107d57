/**
 * A JSON value to be written. A Map is an object whose members keep their order and may have any name; an undefined
 * property of a model is plain data. Integers beyond 2^53 are `bigint`.
 */
export type JsonValue =
  | string
  | number
  | bigint
  | boolean
  | null
  | readonly JsonValue[]
  | ReadonlyMap<string, JsonValue>
  | { readonly [name: string]: JsonValue };

/** Whether two JSON values are the same, whatever the order of members. Values may be nested to any depth. */
export function sameJson(a: unknown, b: unknown): boolean {
  const pairs: [unknown, unknown][] = [[a, b]];
  for (let pair = pairs.pop(); pair !== undefined; pair = pairs.pop()) {
    const [first, second] = pair;
    if (first === second) continue;
    if (!isContainer(first) || !isContainer(second)) return false;
    if (Array.isArray(first) !== Array.isArray(second)) return false;
    const members = Object.entries(first);
    if (members.length !== Object.keys(second).length) return false;
    for (const [name, value] of members) {
      if (!Object.hasOwn(second, name)) return false;
      pairs.push([value, (second as Readonly<Record<string, unknown>>)[name]]);
    }
  }
  return true;
}

function isContainer(value: unknown): value is object {
  return typeof value === "object" && value !== null;
}

/**
 * The JSON text of a value, exact for every number. `indent` is the number of spaces for each level; with 0, the default,
 * the text is one line. A short list without lists and objects in it stays on a line. Values may be nested to any depth.
 */
export function writeJson(value: unknown, indent = 0): string {
  const text: string[] = [];
  const open: Level[] = [];
  const begin = (each: unknown): void => {
    const level = levelOf(each);
    if (level === undefined) text.push(scalar(each));
    else if (level.last < 0) text.push(level.isList ? "[]" : "{}");
    else {
      const line = indent > 0 && level.isList ? lineOf(level.values) : undefined;
      text.push(line ?? (level.isList ? "[" : "{"));
      if (line === undefined) open.push(level);
    }
  };
  const line = (): string => (indent === 0 ? "" : `\n${" ".repeat(indent * open.length)}`);
  begin(value);
  for (let level = open.at(-1); level !== undefined; level = open.at(-1)) {
    const next = level.next++;
    if (next > level.last) {
      open.pop();
      text.push(line(), level.isList ? "]" : "}");
      continue;
    }
    if (next > 0) text.push(",");
    text.push(line());
    if (level.isList) begin(level.values[next]);
    else {
      const [name, member] = level.values[next] as [string, unknown];
      text.push(JSON.stringify(name), indent === 0 ? ":" : ": ");
      begin(member);
    }
  }
  return text.join("");
}

/** A container that is being written. */
interface Level {
  readonly isList: boolean;
  /** Items, or members as pairs. */
  readonly values: readonly unknown[];
  readonly last: number;
  next: number;
}

function levelOf(value: unknown): Level | undefined {
  if (!isContainer(value)) return undefined;
  const isList = Array.isArray(value);
  const values: readonly unknown[] = isList
    ? value
    : value instanceof Map
      ? [...value]
      : Object.entries(value);
  return { isList, values, last: values.length - 1, next: 0 };
}

const longestLine = 80;

/** A list on one line, where it is short and holds nothing but scalars. */
function lineOf(values: readonly unknown[]): string | undefined {
  // A scalar needs three characters with its comma and space.
  if (values.length > longestLine / 3 || values.some(isContainer)) return undefined;
  const line = `[${values.map(scalar).join(", ")}]`;
  return line.length > longestLine ? undefined : line;
}

function scalar(value: unknown): string {
  if (typeof value === "bigint") return value.toString();
  return Object.is(value, -0) ? "-0" : JSON.stringify(value);
}
