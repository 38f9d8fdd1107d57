import { createHmac } from "node:crypto";
import { isSameSecret } from "../same-secret.js";
import { BlobError } from "./blob-error.js";

/** What a signature may allow: read, add, create, write, delete, list. */
export type BlobPermission = "r" | "a" | "c" | "w" | "d" | "l";

/** The account whose key signs. */
export interface SigningAccount {
  readonly account: string;
  readonly key: string;
}

/** A place in the account; without a blob, a whole container. */
export interface BlobPlace {
  readonly container: string;
  readonly blob?: string | undefined;
}

/** The form of signatures that IoT Hub gives to devices. */
const issuedVersion = "2018-03-28";

/** The query, question mark included, that lets its bearer read and write one blob until a time. */
export function signBlob(account: SigningAccount, place: BlobPlace, expiry: Date): string {
  const fields = new URLSearchParams({
    sv: issuedVersion,
    sr: "b",
    se: expiry.toISOString().replace(/\.\d+Z$/, "Z"),
    sp: "rw",
  });
  fields.set("sig", signatureOf(account, place, fields));
  return `?${fields.toString()}`;
}

/** Throws unless the query's signature is the account's, is good now, and allows one of the operations there. */
export function checkSignature(
  account: SigningAccount,
  place: BlobPlace,
  query: URLSearchParams,
  anyOf: readonly BlobPermission[],
  now: Date,
): void {
  const resource = query.get("sr");
  if (resource !== "b" && resource !== "c") {
    refuse(
      "The signature is for neither a blob (sr=b) nor a container (sr=c); other kinds are not offered.",
    );
  }
  if (query.has("si") || query.has("sip")) {
    refuse("The signature names a stored policy (si) or addresses (sip), which are not offered.");
  }
  const expected = signatureOf(
    account,
    resource === "c" ? { container: place.container } : place,
    query,
  );
  if (!isSameSecret(query.get("sig") ?? "", expected)) refuse("The signature is wrong.");
  const start = query.get("st");
  if (start !== null && !(Date.parse(start) <= now.getTime()))
    refuse("The signature is not good yet (st).");
  if (!(Date.parse(query.get("se") ?? "") > now.getTime()))
    refuse("The signature has expired (se).");
  const allowed = query.get("sp") ?? "";
  if (anyOf.some((permission) => allowed.includes(permission))) return;
  throw new BlobError(
    "AuthorizationPermissionMismatch",
    `The signature allows ${JSON.stringify(allowed)} (sp); this needs ${anyOf.join(" or ")}.`,
  );
}

/** The fields of a service signature in the order in which they are signed; it has grown with the versions. */
function signatureOf(account: SigningAccount, place: BlobPlace, query: URLSearchParams): string {
  const version = query.get("sv") ?? "";
  const { container, blob } = place;
  const field = (name: string): string => query.get(name) ?? "";
  const signed = [
    field("sp"),
    field("st"),
    field("se"),
    `/blob/${account.account}/${container}${blob === undefined ? "" : `/${blob}`}`,
    field("si"),
    field("sip"),
    field("spr"),
    version,
    // The resource and the time of the snapshot, of which there are none here.
    ...(version >= "2018-11-09" ? [field("sr"), ""] : []),
    ...(version >= "2020-12-06" ? [field("ses")] : []),
    ...["rscc", "rscd", "rsce", "rscl", "rsct"].map(field),
  ];
  return hmac(account.key, signed.join("\n"));
}

/** HMAC-SHA256 by an account's key, in base64. */
export function hmac(key: string, text: string): string {
  return createHmac("sha256", Buffer.from(key, "base64")).update(text, "utf8").digest("base64");
}

function refuse(problem: string): never {
  throw new BlobError("AuthenticationFailed", problem);
}
