import type { JsonRecord } from "../../convention/record.js";
import { never } from "../clock.js";
import type { Target } from "../target.js";
import { propertyDocuments } from "../twin-document.js";
import { type TwinState, twinEtag } from "../twins.js";

/** The twin that a new device or module has: empty, its parts never updated. */
export function createdBody(target: Target): JsonRecord {
  const empty = { $metadata: { $lastUpdated: `${never}Z` }, $version: 1 };
  return {
    ...target,
    etag: "AAAAAAAAAAE=",
    version: 2,
    properties: { desired: empty, reported: empty },
  };
}

/** The last twin of a device or module that is gone. */
export function deletedBody(target: Target, twin: TwinState): JsonRecord {
  return {
    ...target,
    etag: twinEtag(twin),
    version: twin.version,
    properties: propertyDocuments(twin),
  };
}
