import { createRequire } from "node:module";
import azureIothub from "azure-iothub";
import { expect } from "vitest";
import { eventually, type Row, row } from "./cell.js";
import type { Registry } from "./registry-row.js";
import { clientBy, waysIn } from "./service-sign-in.js";

const require = createRequire(import.meta.url);
const ofStore = createRequire(require.resolve("@azure/eventhubs-checkpointstore-blob"));
const { ContainerClient, ContainerSASPermissions } = ofStore("@azure/storage-blob");

/** Where jobs read and write: by its bare address, and by one with a signature. */
interface Storage {
  readonly uri: string;
  readonly signedUri: string;
  put(text: string): Promise<unknown>;
  get(): Promise<string>;
}

/** A row for a job, each on a hub of its own, which runs one such job at a time. */
function storageRow(
  call: string,
  run: (registry: Registry, storage: Storage) => Promise<unknown>,
  check: (registry: Registry, storage: Storage) => Promise<void>,
): Row {
  return row(waysIn, call, (way) => async (scope) => {
    const { hub } = await scope.ownHub();
    hub.createDevice("dev1");
    const registry = clientBy(azureIothub.Registry, way, hub);
    const container = new ContainerClient(hub.storageConnectionString, "device-files");
    const blob = container.getBlockBlobClient("devices.txt");
    const storage: Storage = {
      uri: container.url,
      signedUri: await container.generateSasUrl({
        permissions: ContainerSASPermissions.parse("rw"),
        expiresOn: new Date(Date.now() + 60_000),
      }),
      put: (text) => blob.upload(text, text.length),
      get: async () => (await blob.downloadToBuffer()).toString(),
    };
    await storage.put(JSON.stringify({ id: "imported" }));
    const { jobId } = (await run(registry, storage)) as { jobId: string };
    await eventually(
      () => registry.getJob(jobId),
      (job) => expect(job).toMatchObject({ status: "completed" }),
    );
    await check(registry, storage);
  });
}

async function hasImported(registry: Registry): Promise<void> {
  expect((await registry.get("imported")).responseBody).toMatchObject({ deviceId: "imported" });
}

async function hasExported(_: Registry, storage: Storage): Promise<void> {
  expect(JSON.parse(await storage.get())).toMatchObject({ id: "dev1" });
}

/** Jobs that import and export identities. */
export const storageRows: readonly Row[] = [
  storageRow(
    "importDevicesFromBlob",
    (registry, { signedUri }) => registry.importDevicesFromBlob(signedUri, signedUri),
    hasImported,
  ),
  storageRow(
    "importDevicesFromBlobByIdentity",
    (registry, { uri }) => registry.importDevicesFromBlobByIdentity(uri, uri),
    hasImported,
  ),
  storageRow(
    "exportDevicesToBlob",
    (registry, { signedUri }) => registry.exportDevicesToBlob(signedUri, false),
    hasExported,
  ),
  storageRow(
    "exportDevicesToBlobByIdentity",
    (registry, { uri }) => registry.exportDevicesToBlobByIdentity(uri, false),
    hasExported,
  ),
];
