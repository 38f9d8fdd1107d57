import { request } from "node:https";
import { createRequire } from "node:module";
import { Readable } from "node:stream";
import { BlobCheckpointStore } from "@azure/eventhubs-checkpointstore-blob";
import azureIotDevice from "azure-iot-device";
import { Http } from "azure-iot-device-http";
import { expect, test } from "vitest";
import { BlobStore } from "../../src/hub/blob/blob-store.js";
import { readBlockList } from "../../src/hub/blob/blob-xml.js";
import type { Hub } from "../../src/hub/index.js";
import { MemoryStore } from "../../src/hub/store/memory-store.js";
import { countingIds, ManualClock } from "./fixtures.js";
import { testHub } from "./sdk.js";

const require = createRequire(import.meta.url);
const ofStore = createRequire(require.resolve("@azure/eventhubs-checkpointstore-blob"));
const {
  AnonymousCredential,
  BlobServiceClient,
  BlockBlobClient,
  ContainerClient,
  ContainerSASPermissions,
  BlobSASPermissions,
} = ofStore("@azure/storage-blob");

// No waiting between attempts, and no attempts.
const once = { retryOptions: { maxTries: 1 } };

function container(hub: Hub, name: string): InstanceType<typeof ContainerClient> {
  return BlobServiceClient.fromConnectionString(
    hub.storageConnectionString,
    once,
  ).getContainerClient(name);
}

async function newContainer(hub: Hub): Promise<InstanceType<typeof ContainerClient>> {
  const client = container(hub, "things");
  await client.create();
  return client;
}

async function streamText(stream: AsyncIterable<Buffer>): Promise<string> {
  const pieces: Buffer[] = [];
  for await (const piece of stream) pieces.push(piece);
  return Buffer.concat(pieces).toString();
}

test("a service reads a device's file with the storage SDK, in whole and in parts", async () => {
  const hub = await testHub();
  hub.createDevice("dev1");
  const device = azureIotDevice.Client.fromConnectionString(
    hub.deviceConnectionString("dev1"),
    Http,
  );
  await device.uploadToBlob("a b/c+d.txt", Readable.from(["hello world"]), 11);
  const blob = container(hub, "device-files").getBlockBlobClient("dev1/a b/c+d.txt");
  expect((await blob.downloadToBuffer()).toString()).toBe("hello world");
  expect((await blob.downloadToBuffer(6, 3)).toString()).toBe("wor");
  const whole = await blob.download();
  expect(await streamText(whole.readableStreamBody)).toBe("hello world");
  expect(await blob.getProperties()).toMatchObject({ contentLength: 11, blobType: "BlockBlob" });
  expect(await blob.exists()).toBe(true);
  await blob.delete();
  expect(await blob.exists()).toBe(false);
});

test("blobs keep type, metadata and order, and are listed by prefix and page", async () => {
  const client = await newContainer(await testHub());
  for (const name of ["b/2", "a", "b/1", "<&> ä"]) {
    await client.getBlockBlobClient(name).upload("x", 1, {
      blobHTTPHeaders: { blobContentType: "text/plain" },
      metadata: { owner: "me" },
    });
  }
  const names: string[] = [];
  for await (const { name } of client.listBlobsFlat()) names.push(name);
  expect(names).toEqual(["<&> ä", "a", "b/1", "b/2"]);
  const pages: string[][] = [];
  for await (const { segment } of client
    .listBlobsFlat({ prefix: "b/" })
    .byPage({ maxPageSize: 1 })) {
    pages.push(segment.blobItems.map(({ name }: { name: string }) => name));
  }
  expect(pages).toEqual([["b/1"], ["b/2"]]);
  expect(await client.getBlockBlobClient("a").getProperties()).toMatchObject({
    contentType: "text/plain",
    metadata: { owner: "me" },
  });
});

test("a blob is the blocks of its list, sent before or kept from its former self", async () => {
  const blob = (await newContainer(await testHub())).getBlockBlobClient("b");
  const id = (text: string): string => Buffer.from(text).toString("base64");
  await blob.stageBlock(id("1"), "one ", 4);
  await blob.stageBlock(id("2"), "two ", 4);
  await blob.commitBlockList([id("2"), id("1")]);
  expect((await blob.downloadToBuffer()).toString()).toBe("two one ");
  await blob.stageBlock(id("3"), "three", 5);
  const before = await blob.getBlockList("all");
  expect(before.uncommittedBlocks).toMatchObject([{ name: id("3"), size: 5 }]);
  expect(before.committedBlocks).toHaveLength(2);
  await blob.commitBlockList([id("1"), id("3")]);
  expect((await blob.downloadToBuffer()).toString()).toBe("one three");
  await expect(blob.commitBlockList([id("2")])).rejects.toMatchObject({ code: "InvalidBlockList" });
  await expect(blob.stageBlock(id("long"), "x", 1)).rejects.toMatchObject({
    code: "InvalidBlobOrBlock",
  });
});

test("an event processor can keep its checkpoints there", async () => {
  const store = new BlobCheckpointStore(await newContainer(await testHub()));
  const partition = {
    consumerGroup: "$Default",
    fullyQualifiedNamespace: "a.servicebus.test",
    eventHubName: "a",
    partitionId: "0",
  };
  const [claimed] = await store.claimOwnership([{ ...partition, ownerId: "me" }]);
  expect(claimed).toMatchObject({ ownerId: "me", etag: expect.any(String) });
  const etag = claimed?.etag ?? "";
  await store.claimOwnership([{ ...partition, ownerId: "other", etag }]);
  expect(await store.claimOwnership([{ ...partition, ownerId: "late", etag }])).toEqual([]);
  await store.updateCheckpoint({ ...partition, offset: "12", sequenceNumber: 3 });
  await store.updateCheckpoint({ ...partition, offset: "40", sequenceNumber: 7 });
  expect(await store.listCheckpoints("a.servicebus.test", "a", "$Default")).toMatchObject([
    { partitionId: "0", offset: "40", sequenceNumber: 7 },
  ]);
  expect(await store.listOwnership("a.servicebus.test", "a", "$Default")).toMatchObject([
    { ownerId: "other" },
  ]);
});

test("metadata that no list could show is refused, and takes no room", async () => {
  const client = await newContainer(await testHub());
  const blob = client.getBlockBlobClient("a");
  const odd = { metadata: { "a&b": "1" } };
  await expect(blob.upload("x", 1, odd)).rejects.toMatchObject({ code: "InvalidMetadata" });
  expect(await blob.exists()).toBe(false);
  await blob.upload("x", 1, { metadata: { _site: "lab" } });
  await expect(blob.setMetadata(odd.metadata)).rejects.toMatchObject({ code: "InvalidMetadata" });
  const found = await client.listBlobsFlat({ includeMetadata: true }).next();
  expect(found.value.metadata).toEqual({ _site: "lab" });
});

test("conditions hold", async () => {
  const blob = (await newContainer(await testHub())).getBlockBlobClient("b");
  const { etag } = await blob.upload("1", 1, { conditions: { ifNoneMatch: "*" } });
  await expect(blob.upload("2", 1, { conditions: { ifNoneMatch: "*" } })).rejects.toMatchObject({
    code: "BlobAlreadyExists",
  });
  await blob.upload("2", 1, { conditions: { ifMatch: etag } });
  await expect(blob.upload("3", 1, { conditions: { ifMatch: etag } })).rejects.toMatchObject({
    statusCode: 412,
  });
  expect((await blob.downloadToBuffer()).toString()).toBe("2");
});

test("a signature of the account's owner opens what it says, and no more", async () => {
  const hub = await testHub();
  const owner = await newContainer(hub);
  await owner.getBlockBlobClient("b").upload("text", 4);
  const later = new Date(Date.now() + 60_000);
  const sign = (permissions: string, expiresOn = later): Promise<string> =>
    owner.generateSasUrl({ permissions: ContainerSASPermissions.parse(permissions), expiresOn });
  const guest = new ContainerClient(await sign("rl"), new AnonymousCredential(), once);
  expect((await guest.getBlockBlobClient("b").downloadToBuffer()).toString()).toBe("text");
  for await (const { name } of guest.listBlobsFlat()) expect(name).toBe("b");
  await expect(guest.getBlockBlobClient("b").upload("new", 3)).rejects.toMatchObject({
    code: "AuthorizationPermissionMismatch",
  });
  const late = new ContainerClient(
    await sign("r", new Date(Date.now() - 1000)),
    new AnonymousCredential(),
    once,
  );
  await expect(late.getBlockBlobClient("b").downloadToBuffer()).rejects.toMatchObject({
    statusCode: 403,
  });
  const one = await owner.getBlockBlobClient("b").generateSasUrl({
    permissions: BlobSASPermissions.parse("r"),
    expiresOn: later,
  });
  expect((await new BlockBlobClient(one).downloadToBuffer()).toString()).toBe("text");
  const other = one.replace("/things/b?", "/things/c?");
  await expect(new BlockBlobClient(other).upload("x", 1)).rejects.toMatchObject({
    code: "AuthenticationFailed",
  });
});

test("a device's place is for its own file, for reading and writing", async () => {
  const hub = await testHub();
  hub.createDevice("dev1");
  const device = azureIotDevice.Client.fromConnectionString(
    hub.deviceConnectionString("dev1"),
    Http,
  );
  const place = await device.getBlobSharedAccessSignature("a");
  const { hostName, containerName, blobName = "", sasToken } = place;
  const url = (name: string): string => `https://${hostName}/${containerName}/${name}${sasToken}`;
  const blob = new BlockBlobClient(url(blobName), new AnonymousCredential(), once);
  await blob.upload("text", 4);
  expect((await blob.downloadToBuffer()).toString()).toBe("text");
  await expect(blob.delete()).rejects.toMatchObject({ code: "AuthorizationPermissionMismatch" });
  for (const wrong of [url("dev2/a"), url(blobName).replace(/sig=./, "sig=_")]) {
    const stranger = new BlockBlobClient(wrong, new AnonymousCredential(), once);
    await expect(stranger.upload("x", 1)).rejects.toMatchObject({ code: "AuthenticationFailed" });
  }
  const unsigned = new BlockBlobClient(
    url(blobName).split("?")[0],
    new AnonymousCredential(),
    once,
  );
  await expect(unsigned.downloadToBuffer()).rejects.toMatchObject({ statusCode: 401 });
});

test("what is damaged on its way is refused", async () => {
  const blob = (await newContainer(await testHub())).getBlockBlobClient("b");
  await expect(
    blob.upload("text", 4, { transactionalContentMD5: Buffer.alloc(16) }),
  ).rejects.toMatchObject({ code: "Md5Mismatch" });
  expect(await blob.exists()).toBe(false);
});

test("an upload that breaks off leaves nothing behind, and the hub goes on", async () => {
  const hub = await testHub();
  const client = await newContainer(hub);
  const url = await client.getBlockBlobClient("b").generateSasUrl({
    permissions: BlobSASPermissions.parse("cw"),
    expiresOn: new Date(Date.now() + 60_000),
  });
  for (const address of [url, url.replace(/sig=./, "sig=_")]) {
    const headers = { "x-ms-blob-type": "BlockBlob", "content-length": 1_000_000 };
    const outgoing = request(address, { method: "PUT", agent: false, headers });
    const closed = new Promise((resolve) => outgoing.once("close", resolve));
    outgoing.once("error", () => {});
    outgoing.write(Buffer.alloc(100_000), () => outgoing.destroy());
    await closed;
  }
  const blob = client.getBlockBlobClient("b");
  expect(await blob.exists()).toBe(false);
  await blob.upload("whole", 5);
  expect((await blob.downloadToBuffer()).toString()).toBe("whole");
});

test("names that are none, and what is not offered, are refused with what would be right", async () => {
  const hub = await testHub();
  await expect(container(hub, "Not_a_name").create()).rejects.toMatchObject({
    code: "InvalidResourceName",
  });
  const client = await newContainer(hub);
  await expect(client.create()).rejects.toMatchObject({ code: "ContainerAlreadyExists" });
  await expect(client.getAppendBlobClient("a").create()).rejects.toMatchObject({
    message: expect.stringContaining("only BlockBlob is offered"),
  });
  await expect(client.getBlockBlobClient("a").setTags({})).rejects.toMatchObject({
    message: expect.stringContaining("does not offer PUT blob tags"),
  });
  await client.delete();
  await expect(client.getBlockBlobClient("a").upload("x", 1)).rejects.toMatchObject({
    code: "ContainerNotFound",
  });
});

async function* bytes(...sizes: readonly number[]): AsyncIterable<Uint8Array> {
  for (const size of sizes) yield new Uint8Array(size);
}

test("the storage takes no more bytes than it has room for, and gives room back", async () => {
  const store = new BlobStore(new ManualClock(), countingIds(), "h", new MemoryStore(), 100);
  const settings = { contentType: "", headers: {}, metadata: {} };
  store.create("things");
  const things = store.container("things");
  things.put("a", await store.memory.hold(bytes(30, 30), 100), settings, {});
  await expect(store.memory.hold(bytes(30, 30), 100)).rejects.toMatchObject({
    code: "RequestBodyTooLarge",
  });
  await expect(store.memory.hold(bytes(9), 8)).rejects.toMatchObject({
    code: "RequestBodyTooLarge",
  });
  things.put("a", await store.memory.hold(bytes(40), 100), settings, {});
  await store.stage("things", "b", "MQ==", bytes(60), 100);
  await expect(store.memory.hold(bytes(1), 100)).rejects.toThrow("100 are taken");
  things.delete("a", {});
  await store.memory.hold(bytes(40), 100);
});

test("what arrives when its container is gone is refused, and takes no room", async () => {
  const store = new BlobStore(new ManualClock(), countingIds(), "h", new MemoryStore(), 10);
  const settings = { contentType: "", headers: {}, metadata: {} };
  store.create("things");
  const things = store.container("things");
  const gone = expect.objectContaining({ code: "ContainerNotFound" });
  const whole = await store.memory.hold(bytes(10), 10);
  store.delete("things");
  expect(() => things.put("a", whole, settings, {})).toThrow(gone);
  const block = await store.memory.hold(bytes(10), 10);
  expect(() => things.stage("a", "MQ==", block)).toThrow(gone);
  expect(() => things.commit("a", [], settings, {})).toThrow(gone);
  await store.memory.hold(bytes(10), 10);
});

test("blocks without a list are forgotten after a week", async () => {
  const clock = new ManualClock();
  const store = new BlobStore(clock, countingIds(), "h", new MemoryStore(), 10);
  store.create("things");
  await store.stage("things", "b", "MQ==", bytes(10), 10);
  clock.advance(7 * 86_400_000);
  await store.memory.hold(bytes(10), 10);
});

test("a block list is read in one go, however it is written", () => {
  const long = 4_000_000;
  expect(() => readBlockList("<BlockList>".repeat(long / 11))).toThrow("no BlockList");
  expect(() => readBlockList("<BlockList".repeat(long / 10))).toThrow("no BlockList");
  const blanks = " ".repeat(long);
  expect(readBlockList(`<BlockList><Latest>${blanks}</BlockList>`)).toEqual([]);
  expect(readBlockList(`<BlockList>\n<Latest>${blanks}MQ==\n</Latest></BlockList>`)).toEqual([
    { from: "Latest", id: "MQ==" },
  ]);
  expect(readBlockList("<BlockList />")).toEqual([]);
});

test("the account itself offers nothing, and says so", async () => {
  const hub = await testHub();
  const account = BlobServiceClient.fromConnectionString(hub.storageConnectionString, once);
  await expect(account.listContainers().next()).rejects.toMatchObject({
    statusCode: 400,
    message: expect.stringContaining("for containers and blobs, not for the account"),
  });
});
