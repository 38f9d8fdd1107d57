import { badQuery, type Place } from "./place.js";

/** One word, literal or sign of a query. */
export interface Token extends Place {
  readonly kind: "word" | "number" | "text" | "sign" | "end";
  /** As written; of a text without its quotes and escapes. */
  readonly text: string;
}

const space = /\s+/y;
const word = /[\p{L}_$][\p{L}\p{N}_$]*/uy;
/** A name that no word could be, such as the id of a configuration. */
const bracketed = /\[\[([^\]]+)\]\]/y;
const hexNumber = /0[xX][0-9a-fA-F]+/y;
const number = /(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?/y;
const sign = /<>|!=|<=|>=|[=<>+\-*/%()[\],.]/y;

/** The tokens of a query, the last of kind `end`. Throws the hub's refusal at what is none. */
export function readTokens(text: string): readonly Token[] {
  const tokens: Token[] = [];
  let at = 0;
  while (at < text.length) {
    at = after(space, text, at) ?? at;
    if (at >= text.length) break;
    const token = readToken(text, at);
    tokens.push(token);
    at = token.end;
  }
  return [...tokens, { kind: "end", text: "", start: text.length, end: text.length }];
}

function readToken(text: string, start: number): Token {
  const quote = text[start];
  if (quote === "'" || quote === '"') return readText(text, start, quote);
  const name = after(bracketed, text, start);
  if (name !== undefined)
    return { kind: "word", text: text.slice(start + 2, name - 2), start, end: name };
  const kinds = [
    ["word", word],
    ["number", hexNumber],
    ["number", number],
    ["sign", sign],
  ] as const;
  for (const [kind, pattern] of kinds) {
    const end = after(pattern, text, start);
    if (end !== undefined) return { kind, text: text.slice(start, end), start, end };
  }
  throw badQuery(text, { start, end: start + 1 }, "this character means nothing here");
}

function after(pattern: RegExp, text: string, at: number): number | undefined {
  pattern.lastIndex = at;
  return pattern.test(text) ? pattern.lastIndex : undefined;
}

/** A text constant. The language knows the escapes `\'`, `\"`, `\\` and `\uXXXX`, and no others. */
function readText(text: string, start: number, quote: string): Token {
  let value = "";
  let at = start + 1;
  for (;;) {
    const char = text[at];
    if (char === undefined) {
      throw badQuery(text, { start, end: text.length }, `this text has no closing ${quote}`);
    }
    if (char === quote) return { kind: "text", text: value, start, end: at + 1 };
    if (char !== "\\") {
      value += char;
      at += 1;
      continue;
    }
    const [written, meant] = readEscape(text, at);
    value += meant;
    at += written;
  }
}

function readEscape(text: string, at: number): readonly [length: number, meant: string] {
  const next = text[at + 1] ?? "";
  if (next !== "" && `'"\\`.includes(next)) return [2, next];
  const code = /^u([0-9a-fA-F]{4})/.exec(text.slice(at + 1, at + 6))?.[1];
  if (code !== undefined) return [6, String.fromCharCode(Number.parseInt(code, 16))];
  throw badQuery(
    text,
    { start: at, end: at + 2 },
    `a backslash in a text begins \\', \\", \\\\ or \\uXXXX`,
  );
}
