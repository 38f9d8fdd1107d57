import type { Blob, BlobConditions } from "./blob.js";
import { BlobError } from "./blob-error.js";

const largestBlockId = 64;

/** Refuses a block id that is none, or that is not as long as the others of its blob. */
export function checkBlockId(id: string, others: readonly string[]): void {
  const bytes = Buffer.from(id, "base64");
  if (id === "" || bytes.toString("base64") !== id || bytes.length > largestBlockId) {
    throw new BlobError(
      "InvalidBlockId",
      `${JSON.stringify(id)} is no block id: base64 of 1 to ${largestBlockId} bytes.`,
    );
  }
  if (others.some((other) => other !== "" && other.length !== id.length)) {
    throw new BlobError("InvalidBlobOrBlock", "All block ids of a blob have the same length.");
  }
}

/** Refuses what a condition does not allow. `*` stands for any blob. */
export function checkConditions(blob: Blob | undefined, conditions: BlobConditions): void {
  const { ifMatch, ifNoneMatch } = conditions;
  const meets = (wanted: string): boolean =>
    blob !== undefined && (wanted === "*" || wanted === blob.etag);
  if (ifMatch !== undefined && !meets(ifMatch)) {
    throw new BlobError("ConditionNotMet", "The blob is not the one that If-Match names.");
  }
  if (ifNoneMatch === undefined || !meets(ifNoneMatch)) return;
  throw ifNoneMatch === "*"
    ? new BlobError("BlobAlreadyExists", "There is such a blob already.")
    : new BlobError("ConditionNotMet", "The blob is the one that If-None-Match names.");
}
