import { PnpError } from "../errors.js";
import type { JsonMember, JsonNode } from "./json-node.js";

/** What is wrong with a text that is not JSON, and where. */
export interface JsonProblem {
  readonly message: string;
  readonly hint?: string;
  readonly start: number;
  readonly end: number;
}

export type JsonResult =
  | { readonly ok: true; readonly value: JsonNode }
  | { readonly ok: false; readonly problem: JsonProblem };

/** Deeper texts are refused, so that no reader of the tree can run out of stack. */
const maxDepth = 500;

/** Reads strict JSON (RFC 8259) and keeps every place and the exact text of every number. A byte order mark is skipped. */
export function readJson(text: string): JsonResult {
  const reader = new JsonReader(text);
  try {
    return { ok: true, value: reader.readText() };
  } catch (error) {
    if (reader.problem === undefined) throw error;
    return { ok: false, problem: reader.problem };
  }
}

const quote = 0x22;
const backslash = 0x5c;
const numberPattern = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const wordPattern = /[^\s,:{}[\]"]+/y;
const escapes: Readonly<Record<string, string>> = {
  '"': '"',
  "\\": "\\",
  "/": "/",
  b: "\b",
  f: "\f",
  n: "\n",
  r: "\r",
  t: "\t",
};

class JsonReader {
  problem: JsonProblem | undefined;
  readonly #text: string;
  #at = 0;
  #depth = 0;

  constructor(text: string) {
    this.#text = text;
  }

  readText(): JsonNode {
    if (this.#text.charCodeAt(0) === 0xfeff) this.#at = 1;
    this.#skipSpace();
    if (this.#at >= this.#text.length)
      this.#fail("the text is empty", "give a JSON object or array");
    const value = this.#readValue();
    this.#skipSpace();
    if (this.#at < this.#text.length) {
      this.#fail(
        `${this.#found()} follows the end of the JSON value`,
        "wrap several values in an array",
      );
    }
    return value;
  }

  #readValue(): JsonNode {
    const text = this.#text;
    const start = this.#at;
    switch (text.charCodeAt(start)) {
      case quote: {
        const value = this.#readString();
        return { kind: "string", start, end: this.#at, value };
      }
      case 0x7b:
        return this.#nested(() => this.#readObject());
      case 0x5b:
        return this.#nested(() => this.#readArray());
      case 0x74:
        return this.#readConstant("true", true);
      case 0x66:
        return this.#readConstant("false", false);
      case 0x6e:
        return this.#readConstant("null", null);
      default:
        return this.#readNumber();
    }
  }

  #nested(read: () => JsonNode): JsonNode {
    this.#depth++;
    if (this.#depth > maxDepth) this.#fail(`values are nested more than ${maxDepth} levels deep`);
    const node = read();
    this.#depth--;
    return node;
  }

  #readObject(): JsonNode {
    const start = this.#at++;
    const members: JsonMember[] = [];
    this.#skipSpace();
    while (!this.#take(0x7d)) {
      if (members.length > 0) this.#separator("}", "object", start);
      const nameStart = this.#at;
      if (this.#text.charCodeAt(nameStart) !== quote) {
        this.#expected("a member name in double quotes", "object", start);
      }
      const name = this.#readString();
      const nameEnd = this.#at;
      this.#skipSpace();
      if (!this.#take(0x3a)) this.#expected(`\`:\` behind the name "${name}"`, "object", start);
      this.#skipSpace();
      members.push({ name, start: nameStart, end: nameEnd, value: this.#readValue() });
      this.#skipSpace();
    }
    return { kind: "object", start, end: this.#at, members };
  }

  #readArray(): JsonNode {
    const start = this.#at++;
    const items: JsonNode[] = [];
    this.#skipSpace();
    while (!this.#take(0x5d)) {
      if (items.length > 0) this.#separator("]", "array", start);
      items.push(this.#readValue());
      this.#skipSpace();
    }
    return { kind: "array", start, end: this.#at, items };
  }

  /** A comma and the space behind it; the closing bracket may not follow. */
  #separator(close: string, what: string, start: number): void {
    const comma = this.#at;
    if (!this.#take(0x2c)) this.#expected(`\`,\` or \`${close}\``, what, start);
    this.#skipSpace();
    if (this.#text[this.#at] === close) {
      this.#fail(
        `a comma stands before \`${close}\``,
        "remove the trailing comma",
        comma,
        comma + 1,
      );
    }
  }

  #readString(): string {
    const text = this.#text;
    const start = this.#at;
    let from = start + 1;
    let value = "";
    for (let at = from; ; at++) {
      const code = text.charCodeAt(at);
      if (code === quote) {
        this.#at = at + 1;
        return value === "" ? text.slice(from, at) : value + text.slice(from, at);
      }
      if (code === backslash) {
        value += text.slice(from, at) + this.#readEscape(at);
        at += text[at + 1] === "u" ? 5 : 1;
        from = at + 1;
      } else if (Number.isNaN(code) || code === 0x0a || code === 0x0d) {
        this.#fail("a string is not closed", 'add the closing `"`', start, at);
      } else if (code < 0x20) {
        this.#fail(
          "a string holds a control character",
          "write it as an escape such as `\\t`",
          at,
          at + 1,
        );
      }
    }
  }

  #readEscape(at: number): string {
    const letter = this.#text[at + 1] ?? "";
    const simple = escapes[letter];
    if (simple !== undefined) return simple;
    const digits = this.#text.slice(at + 2, at + 6);
    if (letter === "u" && /^[0-9a-fA-F]{4}$/.test(digits)) {
      return String.fromCharCode(Number.parseInt(digits, 16));
    }
    return this.#fail(
      `\`\\${letter}\` is no escape of JSON`,
      "write a backslash as `\\\\`",
      at,
      at + 2,
    );
  }

  #readConstant(word: string, value: boolean | null): JsonNode {
    const start = this.#at;
    if (this.#word() !== word) this.#expected("a value");
    this.#at += word.length;
    return { kind: "constant", start, end: this.#at, value };
  }

  #readNumber(): JsonNode {
    const start = this.#at;
    numberPattern.lastIndex = start;
    const text = numberPattern.exec(this.#text)?.[0];
    if (text === undefined || text !== this.#word()) return this.#expected("a value");
    this.#at += text.length;
    return { kind: "number", start, end: this.#at, text };
  }

  #skipSpace(): void {
    for (;;) {
      const code = this.#text.charCodeAt(this.#at);
      if (code !== 0x20 && code !== 0x0a && code !== 0x0d && code !== 0x09) return;
      this.#at++;
    }
  }

  #take(code: number): boolean {
    if (this.#text.charCodeAt(this.#at) !== code) return false;
    this.#at++;
    return true;
  }

  #word(): string {
    wordPattern.lastIndex = this.#at;
    return wordPattern.exec(this.#text)?.[0] ?? "";
  }

  #found(): string {
    if (this.#at >= this.#text.length) return "the end of the text";
    const word = this.#word() || (this.#text[this.#at] ?? "");
    return `\`${word.length > 40 ? `${word.slice(0, 40)}…` : word}\``;
  }

  #expected(what: string, inside?: string, opened?: number): never {
    const found = this.#found();
    const word = this.#word();
    const atEnd = this.#at >= this.#text.length;
    if (atEnd && opened !== undefined) {
      this.#fail(`the ${inside} is not closed`, `add ${what} at the end`, opened, opened + 1);
    }
    const hint =
      word.startsWith("//") || word.startsWith("/*") ? "JSON has no comments" : undefined;
    return this.#fail(
      `expected ${what}, found ${found}`,
      hint,
      this.#at,
      this.#at + (word.length || 1),
    );
  }

  #fail(message: string, hint?: string, start = this.#at, end = start + 1): never {
    this.problem = { message, ...(hint === undefined ? {} : { hint }), start, end };
    throw new PnpError("PNP_DTDL_INVALID", message);
  }
}
