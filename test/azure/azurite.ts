import { spawn } from "node:child_process";
import { createRequire } from "node:module";
import { createInterface } from "node:readline";
import { BlobCheckpointStore } from "@azure/eventhubs-checkpointstore-blob";
import { onTestFinished } from "vitest";

const require = createRequire(import.meta.url);
const ofStore = createRequire(require.resolve("@azure/eventhubs-checkpointstore-blob"));

/** A container of blobs. */
export interface BlobContainer {
  /** Connection string of the storage account. */
  readonly account: string;
  readonly name: string;
}

/** Where the names and the key of Azurite's one account come from: its documentation. They are public. */
const accountName = "devstoreaccount1";
const accountKey =
  "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==";

/** The storage emulator with an empty container, in memory, on a free loopback port; gone with the test. */
export async function blobContainer(): Promise<BlobContainer> {
  const main = require.resolve("azurite/dist/src/blob/main.js");
  const options = ["--blobPort", "0", "--inMemoryPersistence", "--skipApiVersionCheck"];
  const emulator = spawn(
    process.execPath,
    [main, ...options, "--disableTelemetry", "--silent", "--loose"],
    { stdio: ["ignore", "pipe", "inherit"] },
  );
  onTestFinished(() => void emulator.kill("SIGKILL"));
  let url: string | undefined;
  for await (const line of createInterface({ input: emulator.stdout })) {
    url = /listens on (http:\S+)/.exec(line)?.[1];
    if (url !== undefined) break;
  }
  if (url === undefined) throw new Error("Azurite ended before it listened");
  const account = `DefaultEndpointsProtocol=http;AccountName=${accountName};AccountKey=${accountKey};BlobEndpoint=${url}/${accountName};`;
  const { ContainerClient } = ofStore("@azure/storage-blob");
  const name = "checkpoints";
  await new ContainerClient(account, name).create();
  return { account, name };
}

/** How far each partition of a hub has been handled, by the checkpoints in the container. */
export async function checkpointsIn(
  { account, name }: BlobContainer,
  hub: { readonly name: string },
): Promise<ReadonlyMap<string, number>> {
  const { ContainerClient } = ofStore("@azure/storage-blob");
  const store = new BlobCheckpointStore(new ContainerClient(account, name));
  const namespace = `${hub.name}.servicebus.test`;
  const checkpoints = await store.listCheckpoints(namespace, hub.name, "$Default");
  return new Map(
    checkpoints.map(({ partitionId, sequenceNumber }) => [partitionId, sequenceNumber]),
  );
}
