/** An entity tag stands in quotes in `If-Match` (RFC 9110, 13.1.1); twins and identities carry theirs without. */
export function quoted(etag: string): string {
  return etag === "*" || /^(W\/)?".*"$/.test(etag) ? etag : `"${etag}"`;
}

/** The tag of an `ETag` header without its quotes: callers see one form. Lock tokens travel there, too. */
export function bare(etag: string): string {
  return etag.replace(/^(?:W\/)?"(.*)"$/, "$1");
}
