import type { Blob, BlobConditions } from "../blob/blob.js";
import { BlobError } from "../blob/blob-error.js";
import { checkConditions } from "../blob/blob-rules.js";
import type { BlobPermission } from "../blob/blob-signature.js";
import type { BlobStore } from "../blob/blob-store.js";
import { blobListXml, blockListXml, readBlockList } from "../blob/blob-xml.js";
import { slice } from "../blob/held-bytes.js";
import type { BlobRequest } from "./blob-endpoint.js";
import { readRange } from "./blob-range.js";
import { settingsOf } from "./blob-settings.js";

/** What an operation answers. */
export interface BlobAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: Iterable<Uint8Array>;
  /** Of the bytes; absent: of what `body` is. */
  readonly size?: number;
}

/** One thing that can be done with the account. */
export interface BlobOperation {
  /** One of these in a signature allows it; none: only the account's key does. */
  readonly needs: readonly BlobPermission[];
  run(blobs: BlobStore, request: BlobRequest): BlobAnswer | Promise<BlobAnswer>;
}

const largestBlock = 100 * 1024 * 1024;
const largestPut = 256 * 1024 * 1024;
const largestList = 16 * 1024 * 1024;
const mostListed = 5000;

/** By the method, what it is done to, and the query's `comp`. */
const operations: Readonly<Record<string, BlobOperation>> = {
  "PUT container": {
    needs: [],
    run: (blobs, { container }) => ({ status: 201, headers: ofContainer(blobs.create(container)) }),
  },
  "GET container": { needs: [], run: containerProperties },
  "HEAD container": { needs: [], run: containerProperties },
  "DELETE container": {
    needs: [],
    run: (blobs, { container }) => {
      blobs.delete(container);
      return { status: 202, headers: {} };
    },
  },
  "GET container list": { needs: ["l"], run: list },
  "PUT blob": { needs: ["w", "c"], run: put },
  "PUT blob block": { needs: ["w", "c"], run: putBlock },
  "PUT blob blocklist": { needs: ["w", "c"], run: putBlockList },
  "PUT blob metadata": { needs: ["w"], run: putMetadata },
  "GET blob blocklist": { needs: ["r"], run: getBlockList },
  "GET blob": { needs: ["r"], run: get },
  "HEAD blob": { needs: ["r"], run: get },
  "DELETE blob": {
    needs: ["d"],
    run: (blobs, request) => {
      blobs.container(request.container).delete(request.blob, conditionsOf(request));
      return { status: 202, headers: {} };
    },
  },
};

/** What a request asks for. Throws for what this endpoint does not offer. */
export function blobOperation(
  method: string,
  ofBlob: boolean,
  query: URLSearchParams,
): BlobOperation {
  const comp = query.get("comp");
  const name = `${method} ${ofBlob ? "blob" : "container"}${comp === null ? "" : ` ${comp}`}`;
  const found = Object.hasOwn(operations, name) ? operations[name] : undefined;
  if (found) return found;
  throw new BlobError(
    "UnsupportedHttpVerb",
    `A local hub's storage does not offer ${name}; it offers ${Object.keys(operations).join(", ")}.`,
  );
}

function containerProperties(blobs: BlobStore, { container }: BlobRequest): BlobAnswer {
  return { status: 200, headers: ofContainer(blobs.record(container)) };
}

function ofContainer({ etag, created }: { readonly etag: string; readonly created: Date }) {
  return { ETag: etag, "Last-Modified": created.toUTCString() };
}

/** Names in their order; the marker of a page is the first name of the next one. */
function list(blobs: BlobStore, { container, query }: BlobRequest): BlobAnswer {
  const prefix = query.get("prefix") ?? "";
  const marker = query.get("marker") ?? "";
  const asked = Number(query.get("maxresults") ?? mostListed);
  if (!Number.isInteger(asked) || asked < 1) {
    throw new BlobError(
      "InvalidQueryParameterValue",
      "maxresults must be a whole number, 1 or more.",
    );
  }
  const most = Math.min(asked, mostListed);
  const found = blobs
    .container(container)
    .list()
    .filter(({ name }) => name.startsWith(prefix) && name >= marker);
  const xml = blobListXml({
    endpoint: `https://${blobs.host}/`,
    container,
    prefix,
    blobs: found.slice(0, most),
    nextMarker: found[most]?.name ?? "",
    metadata: (query.get("include") ?? "").split(",").includes("metadata"),
  });
  return { status: 200, headers: { "Content-Type": "application/xml" }, body: [Buffer.from(xml)] };
}

async function put(blobs: BlobStore, request: BlobRequest): Promise<BlobAnswer> {
  const type = request.headers["x-ms-blob-type"];
  if (type !== "BlockBlob") {
    throw new BlobError(
      "InvalidHeaderValue",
      `x-ms-blob-type is ${String(type)}; only BlockBlob is offered.`,
    );
  }
  const container = blobs.container(request.container);
  const settings = settingsOf(request);
  const bytes = await blobs.memory.hold(request.body, largestPut);
  return created(container.put(request.blob, bytes, settings, conditionsOf(request)));
}

async function putBlock(blobs: BlobStore, request: BlobRequest): Promise<BlobAnswer> {
  const { container, blob, body, query } = request;
  await blobs.stage(container, blob, query.get("blockid") ?? "", body, largestBlock);
  return { status: 201, headers: encrypted };
}

async function putBlockList(blobs: BlobStore, request: BlobRequest): Promise<BlobAnswer> {
  const container = blobs.container(request.container);
  const bytes = await blobs.memory.hold(request.body, largestList);
  blobs.memory.release(bytes);
  const blocks = readBlockList(Buffer.concat(bytes.pieces).toString("utf8"));
  return created(
    container.commit(request.blob, blocks, settingsOf(request), conditionsOf(request)),
  );
}

function putMetadata(blobs: BlobStore, request: BlobRequest): BlobAnswer {
  const { metadata } = settingsOf(request);
  const container = blobs.container(request.container);
  const { etag, modified } = container.describe(request.blob, metadata, conditionsOf(request));
  return { status: 200, headers: { ETag: etag, "Last-Modified": modified.toUTCString() } };
}

function getBlockList(blobs: BlobStore, { container, blob, query }: BlobRequest): BlobAnswer {
  const place = blobs.container(container);
  const kinds = query.get("blocklisttype") ?? "committed";
  const none = new Map();
  const xml = blockListXml(
    kinds === "uncommitted" ? none : (place.find(blob)?.blocks ?? none),
    kinds === "committed" ? none : place.waitingBlocks(blob),
  );
  return { status: 200, headers: { "Content-Type": "application/xml" }, body: [Buffer.from(xml)] };
}

function get(blobs: BlobStore, request: BlobRequest): BlobAnswer {
  const blob = blobs.container(request.container).get(request.blob);
  checkConditions(blob, conditionsOf(request));
  const { headers } = request;
  const range = readRange(headers["x-ms-range"] ?? headers.range, blob.size);
  const { from, to } = range ?? { from: 0, to: blob.size };
  return {
    status: range ? 206 : 200,
    headers: {
      ...blob.headers,
      ...Object.fromEntries(
        Object.entries(blob.metadata).map(([name, value]) => [`x-ms-meta-${name}`, value]),
      ),
      "Content-Type": blob.contentType,
      ...(range ? { "Content-Range": `bytes ${from}-${to - 1}/${blob.size}` } : {}),
      "Accept-Ranges": "bytes",
      ETag: blob.etag,
      "Last-Modified": blob.modified.toUTCString(),
      "x-ms-creation-time": blob.created.toUTCString(),
      "x-ms-blob-type": "BlockBlob",
      "x-ms-server-encrypted": "true",
    },
    body: slice([...blob.blocks.values()], from, to),
    size: to - from,
  };
}

const encrypted = { "x-ms-request-server-encrypted": "true" } as const;

function created({ etag, modified }: Blob): BlobAnswer {
  return {
    status: 201,
    headers: { ETag: etag, "Last-Modified": modified.toUTCString(), ...encrypted },
  };
}

function conditionsOf({ headers }: BlobRequest): BlobConditions {
  return { ifMatch: headers["if-match"], ifNoneMatch: headers["if-none-match"] };
}
