import { createRequire } from "node:module";
import { expect, test } from "vitest";
import type { Hub } from "../../src/hub/index.js";
import { eventually } from "./eventually.js";
import { registry, testHub } from "./sdk.js";

const require = createRequire(import.meta.url);
const ofStore = createRequire(require.resolve("@azure/eventhubs-checkpointstore-blob"));
const { BlobServiceClient, ContainerSASPermissions } = ofStore("@azure/storage-blob");

type Json = Record<string, unknown>;

/** A container of the hub's storage, and its address with a signature for these permissions. */
async function newContainer(hub: Hub, name: string, permissions = "rwl") {
  const container = BlobServiceClient.fromConnectionString(
    hub.storageConnectionString,
  ).getContainerClient(name);
  await container.create();
  const uri: string = await container.generateSasUrl({
    permissions: ContainerSASPermissions.parse(permissions),
    expiresOn: new Date(Date.now() + 60_000),
  });
  return {
    uri,
    write: (blob: string, lines: readonly unknown[]): Promise<unknown> => {
      const text = lines.map((line) => (typeof line === "string" ? line : JSON.stringify(line)));
      const bytes = Buffer.from(text.join("\n"));
      return container.getBlockBlobClient(blob).upload(bytes, bytes.length);
    },
    read: async (blob: string): Promise<Json[]> => {
      const bytes = await container.getBlockBlobClient(blob).downloadToBuffer();
      const lines = bytes.toString("utf8").split("\n").filter(Boolean);
      return lines.map((line: string) => JSON.parse(line));
    },
  };
}

type Sdk = ReturnType<typeof registry>;

/** Waits until a job is over; answers what the hub says about it. */
async function over(sdk: Sdk, started: unknown): Promise<Json> {
  const { jobId } = started as { jobId: string };
  let job: Json = {};
  await eventually(async () => {
    job = (await sdk.getJob(jobId)) as unknown as Json;
    return job.status;
  }).not.toBe("running");
  return job;
}

test("identities go from one hub to another by a file, with keys, tags and desired properties", async () => {
  const one = await testHub();
  const sdk = registry(one);
  for (let count = 0; count < 120; count += 1) one.createDevice(`dev${count}`);
  one.createModule("dev0", "m");
  await sdk.updateTwin("dev0", { tags: { site: "lab" }, properties: { desired: { x: 1 } } }, "*");
  const out = await newContainer(one, "exported");
  const exported = await over(sdk, await sdk.exportDevicesToBlob(out.uri, false));
  expect(exported).toMatchObject({
    type: "export",
    status: "completed",
    progress: 100,
    outputBlobContainerUri: `https://${one.name}.blob.test/exported`,
    failureReason: null,
  });
  const lines = await out.read("devices.txt");
  expect(lines).toHaveLength(121);
  const first = (await sdk.get("dev0")).responseBody as unknown as Json;
  expect(lines[0]).toMatchObject({
    id: "dev0",
    eTag: first.etag,
    authentication: first.authentication,
    tags: { site: "lab" },
    properties: { desired: { x: 1 }, reported: {} },
  });

  const other = await testHub();
  const otherSdk = registry(other);
  other.createDevice("dev1");
  const box = await newContainer(other, "imported");
  await box.write("devices.txt", lines);
  const imported = await over(otherSdk, await otherSdk.importDevicesFromBlob(box.uri, box.uri));
  expect(imported).toMatchObject({ type: "import", status: "completed", progress: 100 });
  await expect(box.read("importErrors.log")).rejects.toMatchObject({ statusCode: 404 });
  expect((await otherSdk.list()).responseBody).toHaveLength(120);
  expect((await otherSdk.getModulesOnDevice("dev0")).responseBody).toHaveLength(1);
  const key = (hub: Hub): string | undefined =>
    /SharedAccessKey=(.*)/.exec(hub.deviceConnectionString("dev1"))?.[1];
  expect(key(other)).toBe(key(one));
  const twin = (await otherSdk.getTwin("dev0")).responseBody;
  expect([twin.tags, twin.properties.desired.x]).toEqual([{ site: "lab" }, 1]);
  expect((await otherSdk.listJobs()).responseBody).toHaveLength(1);
});

test("keys stay at home when they are not wanted in an export", async () => {
  const hub = await testHub();
  hub.createDevice("dev1");
  const out = await newContainer(hub, "exported");
  await over(registry(hub), await registry(hub).exportDevicesToBlob(out.uri, true));
  expect(JSON.stringify(await out.read("devices.txt"))).not.toContain("primaryKey");
});

test("each line is imported by its own mode, and what fails is written down", async () => {
  const hub = await testHub();
  const sdk = registry(hub);
  for (const id of ["gone", "tagged", "there"]) hub.createDevice(id);
  const box = await newContainer(hub, "imported");
  await box.write("devices.txt", [
    { id: "gone", importMode: "delete" },
    { id: "tagged", importMode: "updateTwin", tags: { a: 1 } },
    { id: "there", importMode: "create" },
    { id: "nobody", importMode: "update" },
    { id: "odd", importMode: { toString: 1 } },
    "no JSON",
    { id: "new", status: "disabled" },
  ]);
  const job = await over(sdk, await sdk.importDevicesFromBlob(box.uri, box.uri));
  expect(job.status).toBe("completed");
  const ids = (await sdk.list()).responseBody.map(({ deviceId }) => deviceId);
  expect(ids).toEqual(["tagged", "there", "new"]);
  expect((await sdk.getTwin("tagged")).responseBody.tags).toEqual({ a: 1 });
  const errors = await box.read("importErrors.log");
  expect(errors.map(({ deviceId, errorCode }) => [deviceId, errorCode])).toEqual([
    ["", "IotHubFormatError"],
    ["there", "DeviceAlreadyExists"],
    ["nobody", "DeviceNotFound"],
    ["odd", "ArgumentInvalid"],
  ]);
});

test("a job without a file to import fails and says so; one runs at a time and can be cancelled", async () => {
  const hub = await testHub();
  const sdk = registry(hub);
  const box = await newContainer(hub, "box");
  const failed = await over(sdk, await sdk.importDevicesFromBlob(box.uri, box.uri));
  expect(failed).toMatchObject({
    status: "failed",
    failureReason: expect.stringContaining("devices.txt"),
  });
  for (let count = 0; count < 3000; count += 1) hub.createDevice(`dev${count}`);
  const { jobId } = (await sdk.exportDevicesToBlob(box.uri, false)) as unknown as { jobId: string };
  await expect(sdk.exportDevicesToBlob(box.uri, false)).rejects.toMatchObject({
    response: { statusCode: 403 },
  });
  await sdk.cancelJob(jobId);
  expect(await sdk.getJob(jobId)).toMatchObject({ status: "cancelled" });
  await expect(box.read("devices.txt")).rejects.toMatchObject({ statusCode: 404 });
  await expect(sdk.getJob("nobody")).rejects.toMatchObject({ response: { statusCode: 404 } });
});

test.each([
  ["of another account", () => "https://account.blob.core.windows.net/c?sig=x"],
  ["without a signature", (uri: string) => uri.replace(/\?.*/, "")],
  ["with a wrong signature", (uri: string) => uri.replace(/sig=./, "sig=_")],
  ["that does not exist", (uri: string) => uri.replace("/box", "/none")],
  ["that is no address", () => "box"],
])("a container %s is refused at once", async (_, change) => {
  const hub = await testHub();
  const { uri } = await newContainer(hub, "box");
  await expect(registry(hub).exportDevicesToBlob(change(uri), false)).rejects.toMatchObject({
    responseBody: expect.stringContaining("BlobContainerValidationError"),
  });
});

test("a signature for reading is not enough to write an export", async () => {
  const hub = await testHub();
  const { uri } = await newContainer(hub, "box", "r");
  await expect(registry(hub).exportDevicesToBlob(uri, false)).rejects.toMatchObject({
    responseBody: expect.stringContaining("Unauthorized to write to output blob container"),
  });
});

test("the last hundred jobs are listed", async () => {
  const hub = await testHub();
  const sdk = registry(hub);
  const box = await newContainer(hub, "box");
  const ids: unknown[] = [];
  for (let count = 0; count < 101; count += 1) {
    const started = (await sdk.exportDevicesToBlob(box.uri, true)) as unknown as { jobId: string };
    ids.push(started.jobId);
    await sdk.cancelJob(started.jobId);
  }
  const { responseBody } = (await sdk.listJobs()) as unknown as { responseBody: Json[] };
  expect(responseBody.map(({ jobId }) => jobId)).toEqual(ids.slice(1));
});
