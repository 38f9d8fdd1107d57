import type { IncomingHttpHeaders } from "node:http";
import { isSameSecret } from "../same-secret.js";
import { BlobError } from "./blob-error.js";
import { hmac, type SigningAccount } from "./blob-signature.js";

/** A request as its sender has signed it. */
export interface SignedRequest {
  readonly method: string;
  /** As it stands in the request, encoded. */
  readonly pathname: string;
  readonly query: URLSearchParams;
  readonly headers: IncomingHttpHeaders;
}

const signedHeaders = [
  "content-encoding",
  "content-language",
  "content-length",
  "content-md5",
  "content-type",
  "date",
  "if-modified-since",
  "if-match",
  "if-none-match",
  "if-unmodified-since",
  "range",
];

const skew = 15 * 60_000;

/** Throws unless the `Authorization` header is the account's `SharedKey` over this very request, made just now. */
export function checkSharedKey(account: SigningAccount, request: SignedRequest, now: Date): void {
  const [, name, signature = ""] =
    /^SharedKey ([^:]+):(.+)$/.exec(request.headers.authorization ?? "") ?? [];
  if (name !== account.account) refuse("the header is no SharedKey of this account");
  if (!isSameSecret(signature, hmac(account.key, textOf(account, request))))
    refuse("the signature is wrong");
  const date = Date.parse(header(request.headers, "x-ms-date") || header(request.headers, "date"));
  if (!(Math.abs(date - now.getTime()) <= skew)) {
    refuse("the request is older or newer than 15 minutes (x-ms-date)");
  }
}

/** What is signed: the method, some headers, all `x-ms-` headers, the path and the query. */
function textOf({ account }: SigningAccount, request: SignedRequest): string {
  const { method, pathname, query, headers } = request;
  const plain = signedHeaders.map((name) => {
    const value = header(headers, name);
    const absent =
      (name === "content-length" && value === "0") || (name === "date" && headers["x-ms-date"]);
    return absent ? "" : value;
  });
  const own = Object.keys(headers)
    .filter((name) => name.startsWith("x-ms-"))
    .sort()
    .map((name) => `${name}:${header(headers, name).trim()}`);
  const parameters = [...new Set([...query.keys()].map((name) => name.toLowerCase()))]
    .sort()
    .map((name) => `${name}:${query.getAll(name).sort().join(",")}`);
  return [method, ...plain, ...own, [`/${account}${pathname}`, ...parameters].join("\n")].join(
    "\n",
  );
}

function header(headers: IncomingHttpHeaders, name: string): string {
  const value = headers[name];
  return Array.isArray(value) ? value.join(",") : (value ?? "");
}

function refuse(problem: string): never {
  throw new BlobError(
    "AuthenticationFailed",
    `The request is not signed as it must be: ${problem}.`,
  );
}
