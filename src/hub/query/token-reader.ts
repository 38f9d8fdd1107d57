import { badQuery, type Place } from "./place.js";
import { readTokens, type Token } from "./token.js";

/** A text of the query language that is being read, token after token. */
export class TokenReader {
  readonly #text: string;
  readonly #tokens: readonly Token[];
  #at = 0;

  constructor(text: string) {
    this.#text = text;
    this.#tokens = readTokens(text);
  }

  /** The token that stands next, or one further on. */
  peek(ahead: number = 0): Token {
    const last = this.#tokens.length - 1;
    return this.#tokens[Math.min(this.#at + ahead, last)] as Token;
  }

  next(): Token {
    const token = this.peek();
    this.#at += 1;
    return token;
  }

  /** Where the token before the next one ends. */
  get end(): number {
    return this.#tokens[this.#at - 1]?.end ?? 0;
  }

  /** Takes the next token when it is this keyword, in any letter case. */
  takeWord(keyword: string): Token | undefined {
    return this.isWord(keyword) ? this.next() : undefined;
  }

  isWord(keyword: string, ahead: number = 0): boolean {
    const { kind, text } = this.peek(ahead);
    return kind === "word" && text.toUpperCase() === keyword;
  }

  /** Takes the next token when it is one of these signs. */
  takeSign<S extends string>(...signs: readonly S[]): S | undefined {
    const { kind, text } = this.peek();
    const sign = kind === "sign" ? signs.find((each) => each === text) : undefined;
    if (sign !== undefined) this.next();
    return sign;
  }

  expectWord(keyword: string): void {
    if (this.takeWord(keyword) === undefined) this.fail(`expected ${keyword}`);
  }

  expectSign(sign: string): void {
    if (this.takeSign(sign) === undefined) this.fail(`expected ${sign}`);
  }

  expectEnd(): void {
    if (this.peek().kind !== "end") this.fail("expected the end of the query");
  }

  /** Refuses the query at the next token, or at a place. */
  fail(problem: string, place: Place = this.peek()): never {
    throw badQuery(this.#text, place, problem);
  }
}
