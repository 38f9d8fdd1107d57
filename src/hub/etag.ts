import { ServiceError } from "./service-error.js";

/** An etag as a header or a body tells it, without its quotation marks; nothing where it says nothing. */
export function readEtag(text: string | undefined): string | undefined {
  const bare = text?.trim().replace(/^W\//, "");
  return bare?.replace(/^"(.*)"$/, "$1") || undefined;
}

/** Refuses an `If-Match` that is there and is neither `*` nor the etag of `what`. */
export function checkEtag(what: string, etag: string, ifMatch: string | undefined): void {
  if (ifMatch === undefined || ifMatch === "*" || ifMatch === etag) return;
  throw new ServiceError(
    "PreconditionFailed",
    `Precondition failed: the etag ${ifMatch} is not the ${what}'s, which is ${etag}`,
  );
}
