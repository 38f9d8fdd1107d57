import { PnpError } from "../errors.js";

/** What is wrong with a text that is not JSON, and where. */
export interface JsonProblem {
  readonly message: string;
  readonly hint?: string;
  readonly start: number;
  readonly end: number;
}

/** Deeper texts are refused, so that no reader of the values can run out of stack. */
const maxDepth = 500;

const quote = 0x22;
const backslash = 0x5c;
const numberPattern = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const wordPattern = /[^\s,:{}[\]"]+/y;
const escapePattern = /\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})/y;

/** Finds the values of a JSON text and writes three cells for each: see {@link JsonTape}. */
export class JsonScanner {
  cells: Int32Array;
  readonly #text: string;
  #problem: JsonProblem | undefined;
  #at = 0;
  #depth = 0;
  #used = 0;

  constructor(text: string) {
    this.#text = text;
    this.cells = new Int32Array(Math.max(48, text.length >> 2));
  }

  /** How many values and names were found. */
  get count(): number {
    return this.#used / 3;
  }

  /** Reads the whole text; what is wrong with it, or undefined. */
  scan(): JsonProblem | undefined {
    try {
      this.#scanText();
    } catch (error) {
      if (this.#problem === undefined) throw error;
    }
    return this.#problem;
  }

  #scanText(): void {
    if (this.#text.charCodeAt(0) === 0xfeff) this.#at = 1;
    this.#skipSpace();
    if (this.#at >= this.#text.length) {
      this.#fail("the text is empty", "give a JSON object or array");
    }
    this.#scanValue();
    this.#skipSpace();
    if (this.#at < this.#text.length) {
      const message = `${this.#found()} follows the end of the JSON value`;
      this.#fail(message, "wrap several values in an array");
    }
  }

  /** Takes the cells of a value that starts here. */
  #open(): number {
    const cell = this.#used;
    if (cell + 3 > this.cells.length) {
      const larger = new Int32Array(2 * this.cells.length);
      larger.set(this.cells);
      this.cells = larger;
    }
    this.cells[cell] = this.#at;
    this.#used = cell + 3;
    return cell;
  }

  #scanValue(): void {
    const code = this.#text.charCodeAt(this.#at);
    if (code === quote) this.#scanString();
    else if (code === 0x7b) this.#scanObject();
    else if (code === 0x5b) this.#scanArray();
    else if (code === 0x74) this.#scanWord("true");
    else if (code === 0x66) this.#scanWord("false");
    else if (code === 0x6e) this.#scanWord("null");
    else this.#scanNumber();
  }

  #enter(): void {
    if (++this.#depth > maxDepth) {
      this.#fail(`values are nested more than ${maxDepth} levels deep`);
    }
    this.#at++;
    this.#skipSpace();
  }

  #leave(cell: number): void {
    this.#depth--;
    this.cells[cell + 1] = this.#at;
    this.cells[cell + 2] = this.#used / 3;
  }

  #scanObject(): void {
    const start = this.#at;
    const cell = this.#open();
    this.#enter();
    let isFirst = true;
    while (!this.#take(0x7d)) {
      if (!isFirst) this.#separator("}", "object", start);
      isFirst = false;
      if (this.#text.charCodeAt(this.#at) !== quote) {
        this.#expected("a member name in double quotes", "object", start);
      }
      const name = this.#at;
      this.#scanString();
      const nameEnd = this.#at;
      this.#skipSpace();
      if (!this.#take(0x3a)) {
        const shown = this.#text.slice(name, nameEnd);
        this.#expected(`\`:\` behind the name ${shown}`, "object", start);
      }
      this.#skipSpace();
      this.#scanValue();
      this.#skipSpace();
    }
    this.#leave(cell);
  }

  #scanArray(): void {
    const start = this.#at;
    const cell = this.#open();
    this.#enter();
    let isFirst = true;
    while (!this.#take(0x5d)) {
      if (!isFirst) this.#separator("]", "array", start);
      isFirst = false;
      this.#scanValue();
      this.#skipSpace();
    }
    this.#leave(cell);
  }

  /** A comma and the space behind it; the closing bracket may not follow. */
  #separator(close: string, what: string, start: number): void {
    const comma = this.#at;
    if (!this.#take(0x2c)) this.#expected(`\`,\` or \`${close}\``, what, start);
    this.#skipSpace();
    if (this.#text[this.#at] === close) {
      const message = `a comma stands before \`${close}\``;
      this.#fail(message, "remove the trailing comma", comma, comma + 1);
    }
  }

  #scanString(): void {
    const text = this.#text;
    const cell = this.#open();
    let hasEscapes = 0;
    let at = this.#at + 1;
    for (;;) {
      const code = text.charCodeAt(at);
      if (code === quote) break;
      if (code === backslash) {
        hasEscapes = 1;
        at = this.#skipEscape(at);
      } else if (code >= 0x20) {
        at++;
      } else {
        this.#failInString(at, code);
      }
    }
    this.#at = at + 1;
    this.cells[cell + 1] = at + 1;
    this.cells[cell + 2] = hasEscapes;
  }

  #failInString(at: number, code: number): never {
    if (Number.isNaN(code) || code === 0x0a || code === 0x0d) {
      this.#fail("a string is not closed", 'add the closing `"`', this.#at, at);
    }
    const hint = "write it as an escape such as `\\t`";
    this.#fail("a string holds a control character", hint, at, at + 1);
  }

  #skipEscape(at: number): number {
    escapePattern.lastIndex = at;
    if (escapePattern.test(this.#text)) return escapePattern.lastIndex;
    const message = `\`\\${this.#text[at + 1] ?? ""}\` is no escape of JSON`;
    return this.#fail(message, "write a backslash as `\\\\`", at, at + 2);
  }

  #scanWord(word: string): void {
    if (this.#word() !== word) this.#expected("a value");
    this.#scalar(word.length);
  }

  #scanNumber(): void {
    numberPattern.lastIndex = this.#at;
    const text = numberPattern.exec(this.#text)?.[0];
    if (text === undefined || text !== this.#word()) this.#expected("a value");
    this.#scalar(text.length);
  }

  #scalar(length: number): void {
    const cell = this.#open();
    this.#at += length;
    this.cells[cell + 1] = this.#at;
    this.cells[cell + 2] = 0;
  }

  #skipSpace(): void {
    const text = this.#text;
    let at = this.#at;
    for (;;) {
      const code = text.charCodeAt(at);
      if (code !== 0x20 && code !== 0x0a && code !== 0x0d && code !== 0x09) break;
      at++;
    }
    this.#at = at;
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
    const word = this.#word();
    const atEnd = this.#at >= this.#text.length;
    if (atEnd && opened !== undefined) {
      this.#fail(`the ${inside} is not closed`, `add ${what} at the end`, opened, opened + 1);
    }
    const isComment = word.startsWith("//") || word.startsWith("/*");
    const message = `expected ${what}, found ${this.#found()}`;
    const end = this.#at + (word.length || 1);
    return this.#fail(message, isComment ? "JSON has no comments" : undefined, this.#at, end);
  }

  #fail(message: string, hint?: string, start = this.#at, end = start + 1): never {
    this.#problem = { message, ...(hint === undefined ? {} : { hint }), start, end };
    throw new PnpError("PNP_DTDL_INVALID", message);
  }
}
