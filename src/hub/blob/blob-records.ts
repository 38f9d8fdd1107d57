import type { RecordForm, Store } from "../store/store.js";
import type { Blob } from "./blob.js";
import type { BlobMemory, HeldBytes } from "./held-bytes.js";

/** Blocks by their ids, in the order of the bytes. */
export type Blocks = ReadonlyMap<string, HeldBytes>;

/** A container as it is kept. */
export interface ContainerRecord {
  readonly created: Date;
  readonly etag: string;
}

/** What is kept of all containers. Blobs, and the blocks that wait for a list, are under `<container>/<blob>`. */
export interface BlobRecords {
  readonly containers: Map<string, ContainerRecord>;
  readonly blobs: Map<string, Blob>;
  readonly waiting: Map<string, Blocks>;
}

/** The records of before the hub's last start; bytes that none of them names are given up. */
export function openBlobRecords(memory: BlobMemory, store: Store): BlobRecords {
  const records = {
    containers: store.map("blob containers", containerRecords),
    blobs: store.map("blobs", blobRecords(memory)),
    waiting: store.map("blob blocks", blockRecords(memory)),
  };
  const blocks = [
    ...[...records.blobs.values()].map((blob) => blob.blocks),
    ...records.waiting.values(),
  ];
  memory.releaseOthers(blocks.flatMap((each) => [...each.values()]));
  return records;
}

const containerRecords: RecordForm<ContainerRecord> = {
  write: (record) => record,
  read(json) {
    const { created, etag } = json as ContainerRecord;
    return { created: new Date(created), etag };
  },
};

/** Blocks by the keys of their bytes. */
type Keys = readonly (readonly [id: string, key: string])[];

function blockRecords(memory: BlobMemory): RecordForm<Blocks> {
  return {
    write: (blocks): Keys => [...blocks].map(([id, { key }]) => [id, key]),
    read: (json) =>
      new Map(
        (json as Keys).flatMap(([id, key]) => {
          const bytes = memory.find(key);
          return bytes ? [[id, bytes] as const] : [];
        }),
      ),
  };
}

function blobRecords(memory: BlobMemory): RecordForm<Blob> {
  const form = blockRecords(memory);
  return {
    write: (blob) => ({ ...blob, blocks: form.write(blob.blocks) }),
    read(json) {
      const blob = json as Blob;
      return {
        ...blob,
        blocks: form.read(blob.blocks),
        created: new Date(blob.created),
        modified: new Date(blob.modified),
      };
    },
  };
}
