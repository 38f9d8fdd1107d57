import { type JsonProblem, JsonScanner } from "./json-scanner.js";

/** Where a value starts, where it ends, and for containers the index behind their contents; for strings 1 with escapes. */
export const cellsPerNode = 3;

export type TapeResult =
  | { readonly ok: true; readonly tape: JsonTape }
  | { readonly ok: false; readonly problem: JsonProblem };

/** Reads strict JSON (RFC 8259) and keeps every place and the exact text of every number. A byte order mark is skipped. */
export function readTape(text: string): TapeResult {
  const scanner = new JsonScanner(text);
  const problem = scanner.scan();
  if (problem !== undefined) return { ok: false, problem };
  return { ok: true, tape: new JsonTape(text, scanner.cells, scanner.count) };
}

/** What kinds of JSON values there are. */
export type JsonKind = "object" | "array" | "string" | "number" | "boolean" | "null";

/**
 * The values of a JSON text in the order written, as offsets in one typed array: a large text makes no tree of objects. A
 * value is known by its index; the text's own value is 0. The members of an object are a name, its value, the next name,
 * and so on; go from one to the next with {@link JsonTape.next}.
 */
export class JsonTape {
  readonly text: string;
  /** How many values and names there are. */
  readonly count: number;
  readonly #cells: Int32Array;

  constructor(text: string, cells: Int32Array, count: number) {
    this.text = text;
    this.#cells = cells;
    this.count = count;
  }

  /** Offset of the first character. */
  start(node: number): number {
    return this.#cells[node * cellsPerNode] as number;
  }

  /** Offset behind the last character. */
  end(node: number): number {
    return this.#cells[node * cellsPerNode + 1] as number;
  }

  /** The value that follows this one and all it contains. */
  next(node: number): number {
    const cells = this.#cells;
    const at = node * cellsPerNode;
    const link = cells[at + 2] as number;
    return link > 1 ? link : node + 1;
  }

  /** Index behind the last member or item of a container; the first one is `node + 1`. */
  last(node: number): number {
    return this.#cells[node * cellsPerNode + 2] as number;
  }

  kind(node: number): JsonKind {
    switch (this.text.charCodeAt(this.start(node))) {
      case 0x7b:
        return "object";
      case 0x5b:
        return "array";
      case 0x22:
        return "string";
      case 0x74:
      case 0x66:
        return "boolean";
      case 0x6e:
        return "null";
      default:
        return "number";
    }
  }

  isObject(node: number): boolean {
    return this.text.charCodeAt(this.start(node)) === 0x7b;
  }

  isArray(node: number): boolean {
    return this.text.charCodeAt(this.start(node)) === 0x5b;
  }

  isString(node: number): boolean {
    return this.text.charCodeAt(this.start(node)) === 0x22;
  }

  /** The characters of a string value or a member name, unescaped. */
  string(node: number): string {
    const at = node * cellsPerNode;
    const from = this.#cells[at] as number;
    const to = this.#cells[at + 1] as number;
    if (this.#cells[at + 2] === 1) return JSON.parse(this.text.slice(from, to)) as string;
    return this.text.slice(from + 1, to - 1);
  }

  /** The text of a value exactly as written. */
  raw(node: number): string {
    return this.text.slice(this.start(node), this.end(node));
  }

  /** The characters of a string value; undefined for other values. */
  stringOrNone(node: number): string | undefined {
    return this.isString(node) ? this.string(node) : undefined;
  }

  /** The values of a container without their names: items of an array, values of the members of an object. */
  items(node: number): number[] {
    const items: number[] = [];
    const step = this.isObject(node) ? 1 : 0;
    const last = this.last(node);
    for (let at = node + 1 + step; at < last; at = this.next(at) + step) items.push(at);
    return items;
  }

  /** The entries of a value that may be a list: a list within a list is an entry like any other. */
  entries(node: number): number[] {
    return this.isArray(node) ? this.items(node) : [node];
  }

  /**
   * The values behind a member: an array stands for its items, at any depth, since JSON-LD knows no nested lists; anything
   * else stands for itself.
   */
  values(node: number): number[] {
    if (!this.isArray(node)) return [node];
    const items = this.items(node);
    if (!items.some((item) => this.isArray(item))) return items;
    return items.flatMap((item) => this.values(item));
  }
}
