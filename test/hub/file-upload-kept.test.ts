import { mkdtempSync, rmSync } from "node:fs";
import { request } from "node:https";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import azureIotDevice from "azure-iot-device";
import { Http } from "azure-iot-device-http";
import { expect, onTestFinished, test } from "vitest";
import type { Hub } from "../../src/hub/index.js";
import { callHub } from "./device-messages-sdk.js";
import { testHub } from "./sdk.js";

const news = "/messages/serviceBound/filenotifications";

function device(hub: Hub): InstanceType<typeof azureIotDevice.Client> {
  return azureIotDevice.Client.fromConnectionString(hub.deviceConnectionString("dev1"), Http);
}

async function receive(hub: Hub): Promise<{ lock: string; blobName?: string }> {
  const { status, headers, text } = await callHub(hub, "GET", news);
  if (status === 204) return { lock: "" };
  const lock = String((headers as unknown as Record<string, string>).etag).replaceAll('"', "");
  return { lock, blobName: JSON.parse(text).blobName };
}

test("a service over HTTP receives, gives back, rejects and completes news of files", async () => {
  const hub = await testHub();
  hub.createDevice("dev1");
  for (const name of ["a", "b"]) await device(hub).uploadToBlob(name, Readable.from([name]), 1);
  const first = await receive(hub);
  expect(first.blobName).toBe("dev1/a");
  await callHub(hub, "POST", `${news}/${first.lock}/abandon`);
  const again = await receive(hub);
  expect(again.blobName).toBe("dev1/a");
  expect((await callHub(hub, "DELETE", `${news}/${again.lock}`)).status).toBe(204);
  const second = await receive(hub);
  expect(second.blobName).toBe("dev1/b");
  expect((await callHub(hub, "DELETE", `${news}/${first.lock}`)).status).toBe(412);
  expect(await receive(hub)).toEqual({ lock: "" });
  expect((await callHub(hub, "GET", news, {}, "", "registryReadWrite")).status).toBe(401);
});

test("a hub with a data folder keeps files, uploads under way, their blocks, and news of them", async () => {
  const data = mkdtempSync(join(tmpdir(), "twinplug-test-"));
  onTestFinished(() => rmSync(data, { recursive: true }));
  const content = Buffer.alloc(5 * 1024 * 1024, "0123456789");

  const before = await testHub({ name: "kept", data });
  before.createDevice("dev1");
  await device(before).uploadToBlob("big.bin", Readable.from(content), content.length);
  const place = await device(before).getBlobSharedAccessSignature("later.txt");
  const { hostName, containerName, blobName, sasToken, correlationId } = place;
  const url = `https://${hostName}/${containerName}/${blobName}${sasToken}`;
  await put(`${url}&comp=block&blockid=MQ==`, "kept ");
  const storage = before.storageConnectionString;
  await before.close();

  const after = await testHub({ name: "kept", data });
  expect(after.storageConnectionString).toBe(storage);
  expect(after.files()).toMatchObject([{ blobName: "dev1/big.bin", size: content.length }]);
  expect(Buffer.compare(after.files()[0]?.content ?? Buffer.alloc(0), content)).toBe(0);
  expect((await receive(after)).blobName).toBe("dev1/big.bin");
  await put(`${url}&comp=blocklist`, "<BlockList><Uncommitted>MQ==</Uncommitted></BlockList>");
  await device(after).notifyBlobUploadStatus(correlationId ?? "", true, 200, "done");
  expect(after.files().map((file) => Buffer.from(file.content).toString().slice(0, 5))).toEqual([
    "01234",
    "kept ",
  ]);
  expect((await receive(after)).blobName).toBe("dev1/later.txt");
});

async function put(url: string, body: string): Promise<void> {
  const status = await new Promise((resolve, reject) => {
    const outgoing = request(url, { method: "PUT", agent: false }, (incoming) => {
      incoming.resume();
      resolve(incoming.statusCode);
    });
    outgoing.on("error", reject);
    outgoing.end(body);
  });
  expect(status).toBe(201);
}
