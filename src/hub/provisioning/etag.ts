import type { HubIds } from "../clock.js";

/** A new etag, in the form of the service's: base64 of a uuid in quotation marks. */
export function newEtag(ids: HubIds): string {
  return Buffer.from(JSON.stringify(ids.uuid())).toString("base64");
}
