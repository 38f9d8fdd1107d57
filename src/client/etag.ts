import { PnpError } from "../errors.js";

/**
 * Refuses what can be no etag with `PNP_USAGE`: programs pass what an unset variable holds, and an empty one must not
 * count as none, which would leave the write unguarded.
 */
export function requireEtag(etag: string | undefined): void {
  if (etag === undefined || (typeof etag === "string" && /^[!-~]+$/.test(etag))) return;
  throw new PnpError("PNP_USAGE", `"${String(etag)}" is no etag.`, {
    hint: "Give one that was read, or * for any, or leave it out.",
  });
}
