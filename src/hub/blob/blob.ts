import type { HeldBytes } from "./held-bytes.js";

/** What a caller says about a blob beside its bytes. */
export interface BlobSettings {
  readonly contentType: string;
  /** Other headers to give back with the bytes, by their lower-case names: `content-encoding` and the like. */
  readonly headers: Readonly<Record<string, string>>;
  /** `x-ms-meta-…`, without that prefix. */
  readonly metadata: Readonly<Record<string, string>>;
}

/** A blob whose bytes are complete. */
export interface Blob extends BlobSettings {
  readonly name: string;
  /** By block id, in the order of the bytes; one of the empty id when it came whole. */
  readonly blocks: ReadonlyMap<string, HeldBytes>;
  readonly size: number;
  /** With its quotes. */
  readonly etag: string;
  readonly created: Date;
  readonly modified: Date;
}

/** Which block a list means: the one sent last, one that the blob has already, or one sent since. */
export interface BlockReference {
  readonly from: "Latest" | "Committed" | "Uncommitted";
  readonly id: string;
}

/** What must be true of a blob for a request to be carried out; etags with quotes, or `*`. */
export interface BlobConditions {
  readonly ifMatch?: string | undefined;
  readonly ifNoneMatch?: string | undefined;
}
