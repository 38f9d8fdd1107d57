import { Readable } from "node:stream";
import { expect } from "vitest";
import type { Row } from "./cell.js";
import { deviceRow } from "./device-row.js";

/** Files of devices; the SDK sends them by HTTPS whatever the transport is. */
export const fileRows: readonly Row[] = [
  deviceRow("uploadToBlob", async (client) => {
    await client.uploadToBlob("a.txt", Readable.from([Buffer.from("text")]), 4);
  }),
  deviceRow("getBlobSharedAccessSignature", async (client) => {
    expect(await client.getBlobSharedAccessSignature("a.txt")).toMatchObject({
      correlationId: expect.any(String),
      blobName: expect.stringContaining("a.txt"),
    });
  }),
  deviceRow("notifyBlobUploadStatus", async (client) => {
    const { correlationId } = (await client.getBlobSharedAccessSignature("a.txt")) as {
      correlationId: string;
    };
    await client.notifyBlobUploadStatus(correlationId, false, 500, "given up");
  }),
];
