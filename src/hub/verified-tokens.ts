import { isSignedBy, parseSasToken, type SasToken } from "./sas-token.js";

const most = 1000;

/**
 * Tokens whose signature was right, and the key that made it: clients show the same token with every request. Whether it
 * has expired and what it is for is asked anew each time.
 */
export class VerifiedTokens {
  readonly #known = new Map<string, { readonly token: SasToken; readonly key: string }>();

  /** Reads a token; nothing when it is not one. */
  read(text: string): SasToken | undefined {
    return this.#known.get(text)?.token ?? parseSasToken(text);
  }

  /** Whether one of the keys (base64) signed the token. */
  isSignedBy(text: string, token: SasToken, keys: readonly string[]): boolean {
    const known = this.#known.get(text);
    if (known && keys.includes(known.key)) return true;
    const key = keys.find((candidate) => isSignedBy(token, [candidate]));
    if (key === undefined) return false;
    if (this.#known.size >= most) this.#known.clear();
    this.#known.set(text, { token, key });
    return true;
  }
}
