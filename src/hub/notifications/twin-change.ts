import { isRecord, type JsonRecord, setOwn } from "../../convention/record.js";
import { twinTimestamp } from "../clock.js";
import { propertyDocuments } from "../twin-document.js";
import type { Stamp } from "../twin-merge.js";
import { type TwinChange, type TwinProperties, twinEtag } from "../twins.js";

/** What changed in a twin, and when; of a replaced twin all that it is now. */
export function twinChangeBody(change: TwinChange): JsonRecord {
  return change.operation === "replaceTwin" ? wholeTwin(change) : changedParts(change);
}

function changedParts({ after, time, patch }: TwinChange): JsonRecord {
  const { tags, desired, reported } = patch;
  const $lastUpdated = twinTimestamp(time);
  const $lastUpdatedVersion = after.desired.version;
  const properties = {
    ...(desired
      ? {
          desired: changedProperties(desired, after.desired, { $lastUpdated, $lastUpdatedVersion }),
        }
      : {}),
    ...(reported
      ? { reported: changedProperties(reported, after.reported, { $lastUpdated }) }
      : {}),
  };
  return {
    version: after.version,
    ...(tags ? { tags } : {}),
    ...(desired || reported ? { properties } : {}),
  };
}

function changedProperties(
  patch: JsonRecord,
  { version }: TwinProperties,
  stamp: Stamp,
): JsonRecord {
  return { ...patch, $metadata: stampEach(patch, stamp), $version: version };
}

/** The stamp for every node that the patch sets; what it removes has none. */
function stampEach(patch: JsonRecord, stamp: Stamp): JsonRecord {
  const stamped: Record<string, unknown> = { ...stamp };
  for (const [name, value] of Object.entries(patch)) {
    if (isRecord(value)) setOwn(stamped, name, stampEach(value, stamp));
    else if (value !== null) setOwn(stamped, name, stamp);
  }
  return stamped;
}

function wholeTwin({ target, after }: TwinChange): JsonRecord {
  return {
    ...target,
    etag: twinEtag(after),
    version: after.version,
    tags: after.tags,
    properties: propertyDocuments(after),
  };
}
