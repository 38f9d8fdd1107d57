import type { Blob, BlockReference } from "./blob.js";
import { BlobError, type BlobErrorCode } from "./blob-error.js";
import type { HeldBytes } from "./held-bytes.js";

const head = '<?xml version="1.0" encoding="utf-8"?>';

/** One page of a container's blobs. */
export interface BlobList {
  readonly endpoint: string;
  readonly container: string;
  readonly prefix: string;
  readonly blobs: readonly Blob[];
  /** Empty on the last page. */
  readonly nextMarker: string;
  /** Whether the blobs' metadata are wanted. */
  readonly metadata: boolean;
}

export function errorXml(code: BlobErrorCode, message: string): string {
  return `${head}<Error><Code>${code}</Code><Message>${escaped(message)}</Message></Error>`;
}

export function blobListXml({
  endpoint,
  container,
  prefix,
  blobs,
  nextMarker,
  metadata,
}: BlobList): string {
  const names = `ServiceEndpoint="${escaped(endpoint)}" ContainerName="${escaped(container)}"`;
  const start = `${head}<EnumerationResults ${names}>`;
  const list = blobs.map((blob) => blobXml(blob, metadata)).join("");
  return `${start}${element("Prefix", prefix)}<Blobs>${list}</Blobs>${element("NextMarker", nextMarker)}</EnumerationResults>`;
}

function blobXml(blob: Blob, metadata: boolean): string {
  const properties = [
    ["Creation-Time", blob.created.toUTCString()],
    ["Last-Modified", blob.modified.toUTCString()],
    ["Etag", blob.etag.replaceAll('"', "")],
    ["Content-Length", String(blob.size)],
    ["Content-Type", blob.contentType],
    ["BlobType", "BlockBlob"],
    ["ServerEncrypted", "true"],
  ] as const;
  const xml = properties.map(([name, value]) => element(name, value)).join("");
  const described = Object.entries(blob.metadata).map(([name, value]) => element(name, value));
  const more = metadata ? `<Metadata>${described.join("")}</Metadata>` : "";
  return `<Blob>${element("Name", blob.name)}<Properties>${xml}</Properties>${more}</Blob>`;
}

export function blockListXml(
  committed: ReadonlyMap<string, HeldBytes>,
  waiting: ReadonlyMap<string, HeldBytes>,
): string {
  const blocks = (all: ReadonlyMap<string, HeldBytes>): string =>
    [...all]
      .filter(([id]) => id !== "")
      .map(
        ([id, { size }]) => `<Block>${element("Name", id)}${element("Size", String(size))}</Block>`,
      )
      .join("");
  return `${head}<BlockList><CommittedBlocks>${blocks(committed)}</CommittedBlocks><UncommittedBlocks>${blocks(waiting)}</UncommittedBlocks></BlockList>`;
}

/** The blocks of a list, in its order. What is no block id is left for the container to refuse. */
export function readBlockList(text: string): readonly BlockReference[] {
  const from = text.indexOf("<BlockList>");
  const to = text.lastIndexOf("</BlockList>");
  if (from < 0 || to < from) {
    if (/<BlockList\s*\/>/.test(text)) return [];
    throw new BlobError("InvalidXmlDocument", "The body is no BlockList.");
  }
  // Patterns that look at each character once: lists of devices are up to 16 MB long.
  const entries = text.slice(from, to).matchAll(/<(Latest|Committed|Uncommitted)>([^<]*)<\/\1>/g);
  return [...entries].map(([, kind, id = ""]) => ({
    from: kind as BlockReference["from"],
    id: id.trim().slice(0, longerThanAnyId),
  }));
}

const longerThanAnyId = 100;

function element(name: string, value: string): string {
  return `<${name}>${escaped(value)}</${name}>`;
}

function escaped(text: string): string {
  return text
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;");
}
