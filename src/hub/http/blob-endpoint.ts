import { createHash } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import { Readable } from "node:stream";
import { finished, pipeline } from "node:stream/promises";
import { BlobError } from "../blob/blob-error.js";
import { type BlobPermission, checkSignature } from "../blob/blob-signature.js";
import { errorXml } from "../blob/blob-xml.js";
import { checkSharedKey } from "../blob/shared-key.js";
import type { HubCore } from "../hub-core.js";
import type { HubTrace } from "../trace.js";
import { type BlobAnswer, type BlobOperation, blobOperation } from "./blob-operations.js";
import { requestTarget } from "./request-target.js";

/** A request to the storage account, taken apart. */
export interface BlobRequest {
  readonly method: string;
  readonly container: string;
  /** Decoded; empty where the container itself is meant. */
  readonly blob: string;
  readonly query: URLSearchParams;
  readonly headers: IncomingMessage["headers"];
  /** The body, in pieces; what the headers say of its MD5 has been checked at its end. */
  readonly body: AsyncIterable<Uint8Array>;
}

/** The part of Azure's blob service that file uploads, imports and exports need, under a host name of the hub. */
export class BlobEndpoint {
  readonly #core: HubCore;
  readonly #trace: HubTrace;

  constructor(core: HubCore, trace: HubTrace) {
    this.#core = core;
    this.#trace = trace;
  }

  async serve(incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
    const { pathname, search } = requestTarget(incoming);
    const method = incoming.method ?? "GET";
    const query = new URLSearchParams(search);
    let answer: BlobAnswer;
    try {
      answer = await this.#answer(incoming, method, pathname, query);
    } catch (error) {
      await drain(incoming);
      answer = this.#refuse(error, method, pathname);
    }
    const operation = query.get("comp") ?? query.get("restype");
    this.#trace({
      kind: "http",
      method,
      // The signature stays out.
      path: `//${this.#core.files.blobs.host}${pathname}${operation === null ? "" : ` (${operation})`}`,
      headers: {},
      status: answer.status,
    });
    await this.#send(incoming, outgoing, answer).catch(() => outgoing.destroy());
  }

  async #answer(
    incoming: IncomingMessage,
    method: string,
    pathname: string,
    query: URLSearchParams,
  ): Promise<BlobAnswer> {
    const [, container = "", ...rest] = decodePath(pathname).split("/");
    const blob = rest.join("/");
    if (container === "") {
      const problem = "The hub's storage answers for containers and blobs, not for the account.";
      throw new BlobError("InvalidUri", problem);
    }
    const operation = blobOperation(method, blob !== "", query);
    const { headers } = incoming;
    const request: BlobRequest = {
      method,
      container,
      blob,
      query,
      headers,
      body: checked(incoming),
    };
    this.#authorize(operation, request, pathname);
    return operation.run(this.#core.files.blobs, request);
  }

  #authorize(operation: BlobOperation, request: BlobRequest, pathname: string): void {
    const { blobs } = this.#core.files;
    const now = this.#core.clock.now();
    const { query, headers, method } = request;
    if (headers.authorization !== undefined) {
      checkSharedKey(blobs, { method, pathname, query, headers }, now);
    } else if (query.has("sig")) {
      const anyOf: readonly BlobPermission[] = operation.needs;
      if (anyOf.length === 0) {
        throw new BlobError("AuthorizationPermissionMismatch", "This needs the account's key.");
      }
      const place = { container: request.container, blob: request.blob || undefined };
      checkSignature(blobs, place, query, anyOf, now);
    } else {
      throw new BlobError(
        "NoAuthenticationInformation",
        "The request has neither a shared access signature (sig) nor an Authorization header.",
      );
    }
  }

  #refuse(error: unknown, method: string, pathname: string): BlobAnswer {
    const refusal =
      error instanceof BlobError
        ? error
        : new BlobError("InternalError", "The hub failed; its trace says more.");
    const detail = error instanceof Error ? error.message : String(error);
    const operation = `${method} //${this.#core.files.blobs.host}${pathname}`;
    this.#trace({ kind: "refused", protocol: "http", operation, rule: refusal.code, detail });
    return {
      status: refusal.status,
      headers: { "x-ms-error-code": refusal.code, "Content-Type": "application/xml" },
      body: [Buffer.from(errorXml(refusal.code, refusal.message))],
    };
  }

  async #send(
    incoming: IncomingMessage,
    outgoing: ServerResponse,
    { status, headers, body, size }: BlobAnswer,
  ): Promise<void> {
    const pieces = [...(body ?? [])];
    const length = size ?? pieces.reduce((sum, piece) => sum + piece.length, 0);
    outgoing.writeHead(status, {
      "Content-Length": length,
      ...headers,
      "x-ms-request-id": this.#core.ids.uuid(),
      "x-ms-version": incoming.headers["x-ms-version"] ?? "2021-04-10",
    });
    if (incoming.method === "HEAD") outgoing.end();
    else await pipeline(Readable.from(pieces), outgoing);
  }
}

/** Takes what is still on its way, since clients do not listen while they send; a client that has gone is fine. */
async function drain(incoming: IncomingMessage): Promise<void> {
  incoming.resume();
  if (!incoming.readableEnded) await finished(incoming, { writable: false }).catch(() => {});
}

function decodePath(pathname: string): string {
  try {
    return decodeURIComponent(pathname);
  } catch {
    throw new BlobError("InvalidUri", `${pathname} is not encoded as a URL is.`);
  }
}

/** The body; where the sender has told its MD5, a wrong one is refused at the end. */
async function* checked(incoming: IncomingMessage): AsyncIterable<Uint8Array> {
  const told = incoming.headers["content-md5"];
  const hash = typeof told === "string" ? createHash("md5") : undefined;
  for await (const piece of incoming as AsyncIterable<Buffer>) {
    hash?.update(piece);
    yield piece;
  }
  if (hash && hash.digest("base64") !== told) {
    throw new BlobError("Md5Mismatch", "The body is not the one that Content-MD5 tells of.");
  }
}
