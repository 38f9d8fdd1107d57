import type { IncomingMessage } from "node:http";
import { ServiceError } from "../service-error.js";

const largestBody = 262_144;
const nothing = Buffer.alloc(0);

/**
 * The body of a request, empty where it has none. Rejects one of more than 256 KB, but not before its end: an early answer
 * breaks clients that are still sending.
 */
export function readBody(incoming: IncomingMessage): Promise<Buffer> | Buffer {
  const { "content-length": length = "0", "transfer-encoding": encoding } = incoming.headers;
  // Most requests; and waiting costs them more than the rest of reading.
  if (length === "0" && encoding === undefined) return nothing;
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let size = 0;
    incoming.on("data", (chunk: Buffer) => {
      size += chunk.length;
      if (size <= largestBody) chunks.push(chunk);
    });
    incoming.once("end", () => {
      if (size <= largestBody) resolve(Buffer.concat(chunks));
      else reject(tooLarge(size));
    });
    incoming.once("error", reject);
  });
}

function tooLarge(size: number): ServiceError {
  return new ServiceError(
    "MessageTooLarge",
    `The request body has ${size} bytes; the hub takes at most ${largestBody}`,
  );
}
