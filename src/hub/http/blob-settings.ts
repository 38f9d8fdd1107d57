import type { BlobSettings } from "../blob/blob.js";
import { BlobError } from "../blob/blob-error.js";
import type { BlobRequest } from "./blob-endpoint.js";

/** Headers of a blob by what a writer calls them, and what readers do. */
const keptHeaders: ReadonlyMap<string, string> = new Map([
  ["x-ms-blob-content-encoding", "content-encoding"],
  ["x-ms-blob-content-language", "content-language"],
  ["x-ms-blob-content-disposition", "content-disposition"],
  ["x-ms-blob-cache-control", "cache-control"],
  ["x-ms-blob-content-md5", "content-md5"],
]);
const metadataPrefix = "x-ms-meta-";

/** What a request says about a blob beside its bytes. Throws `InvalidMetadata`. */
export function settingsOf({ headers, query }: BlobRequest): BlobSettings {
  const text = (name: string): string | undefined => {
    const value = headers[name];
    return typeof value === "string" ? value : undefined;
  };
  // The type of a request with a block list is that of the list.
  const bare = query.has("comp") ? undefined : text("content-type");
  const kept = [...keptHeaders].flatMap(([written, read]) => {
    const value = text(written);
    return value === undefined ? [] : [[read, value] as const];
  });
  const metadata = Object.keys(headers)
    .filter((name) => name.startsWith(metadataPrefix))
    .map((header) => [metadataName(header), text(header) ?? ""] as const);
  return {
    contentType: text("x-ms-blob-content-type") ?? bare ?? "application/octet-stream",
    headers: Object.fromEntries(kept),
    metadata: Object.fromEntries(metadata),
  };
}

/** Lists show each as an element of XML. */
function metadataName(header: string): string {
  const name = header.slice(metadataPrefix.length);
  if (/^[a-z_][a-z0-9_]*$/i.test(name)) return name;
  throw new BlobError(
    "InvalidMetadata",
    `${name} is no name for metadata: letters, digits and underscores, not beginning with a digit.`,
  );
}
