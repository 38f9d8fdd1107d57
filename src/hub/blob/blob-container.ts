import type { HubClock, HubIds } from "../clock.js";
import type { Blob, BlobConditions, BlobSettings, BlockReference } from "./blob.js";
import { BlobError } from "./blob-error.js";
import type { BlobRecords, Blocks } from "./blob-records.js";
import { checkBlockId, checkConditions } from "./blob-rules.js";
import { type BlobMemory, type HeldBytes, sizeOf } from "./held-bytes.js";

const mostBlocks = 50_000;
const mostWaitingBlocks = 100_000;

const noBlocks: Blocks = new Map();

/** What the containers of an account share. */
export interface ContainerSurroundings {
  readonly memory: BlobMemory;
  readonly records: BlobRecords;
  readonly clock: HubClock;
  readonly ids: HubIds;
}

/** The blobs of one container, and the blocks that wait for the list that makes a blob of them. */
export class BlobContainer {
  readonly name: string;
  readonly #account: ContainerSurroundings;

  constructor(name: string, account: ContainerSurroundings) {
    this.name = name;
    this.#account = account;
  }

  /** Throws `BlobNotFound`. */
  get(name: string): Blob {
    const blob = this.find(name);
    if (blob) return blob;
    throw new BlobError("BlobNotFound", `There is no blob ${name} in ${this.name}.`);
  }

  find(name: string): Blob | undefined {
    return this.#account.records.blobs.get(this.#key(name));
  }

  /** In the order of their names. */
  list(): readonly Blob[] {
    return [...this.#account.records.blobs]
      .filter(([key]) => key.startsWith(`${this.name}/`))
      .map(([, blob]) => blob)
      .sort((one, other) => (one.name < other.name ? -1 : 1));
  }

  /** A blob in one piece, in place of what was there. The bytes are the container's from now on. */
  put(name: string, bytes: HeldBytes, settings: BlobSettings, conditions: BlobConditions): Blob {
    this.#releasing(bytes, () => {
      this.#checkThere();
      checkConditions(this.find(name), conditions);
    });
    this.forgetBlocks(name);
    return this.#keep(name, new Map([["", bytes]]), settings);
  }

  /** A block for a list to come, in place of a waiting one of the same id. */
  stage(name: string, id: string, bytes: HeldBytes): void {
    const waiting = this.waitingBlocks(name);
    this.#releasing(bytes, () => {
      this.#checkThere();
      checkBlockId(id, [...waiting.keys(), ...(this.find(name)?.blocks.keys() ?? [])]);
      if (waiting.size < mostWaitingBlocks) return;
      throw new BlobError(
        "BlockCountExceedsLimit",
        `${waiting.size} blocks of ${name} wait for their list, the most there can be.`,
      );
    });
    const replaced = waiting.get(id);
    if (replaced) this.#account.memory.release(replaced);
    this.#account.records.waiting.set(this.#key(name), new Map(waiting).set(id, bytes));
  }

  /** The blob that the listed blocks are. Waiting blocks that are not in the list are gone. */
  commit(
    name: string,
    list: readonly BlockReference[],
    settings: BlobSettings,
    conditions: BlobConditions,
  ): Blob {
    this.#checkThere();
    const before = this.find(name);
    checkConditions(before, conditions);
    if (list.length > mostBlocks) {
      throw new BlobError(
        "BlockListTooLong",
        `The list has ${list.length} blocks; at most ${mostBlocks}.`,
      );
    }
    const waiting = this.waitingBlocks(name);
    const blocks = new Map<string, HeldBytes>();
    for (const { from, id } of list) {
      const sent = from === "Committed" ? undefined : waiting.get(id);
      const block = sent ?? (from === "Uncommitted" ? undefined : before?.blocks.get(id));
      if (!block || id === "" || blocks.has(id)) {
        throw new BlobError(
          "InvalidBlockList",
          `The list names ${id}, which is no block of ${name} or is named twice.`,
        );
      }
      blocks.set(id, block);
    }
    const blob = this.#keep(name, blocks, settings);
    this.forgetBlocks(name);
    return blob;
  }

  /** What waits for a list, by block id. */
  waitingBlocks(name: string): Blocks {
    return this.#account.records.waiting.get(this.#key(name)) ?? noBlocks;
  }

  /** Gives up what waits for a list. */
  forgetBlocks(name: string): void {
    const used = new Set(this.find(name)?.blocks.values());
    for (const block of this.waitingBlocks(name).values()) {
      if (!used.has(block)) this.#account.memory.release(block);
    }
    this.#account.records.waiting.delete(this.#key(name));
  }

  /** Replaces the metadata of a blob. */
  describe(name: string, metadata: Blob["metadata"], conditions: BlobConditions): Blob {
    const { clock, ids, records } = this.#account;
    const before = this.get(name);
    checkConditions(before, conditions);
    const blob: Blob = { ...before, metadata, etag: freshEtag(ids), modified: clock.now() };
    records.blobs.set(this.#key(name), blob);
    return blob;
  }

  delete(name: string, conditions: BlobConditions): void {
    const blob = this.get(name);
    checkConditions(blob, conditions);
    this.#account.records.blobs.delete(this.#key(name));
    for (const block of blob.blocks.values()) this.#account.memory.release(block);
  }

  /** Gives all room back. */
  clear(): void {
    for (const { name } of this.list()) this.delete(name, {});
    for (const key of [...this.#account.records.waiting.keys()]) {
      if (key.startsWith(`${this.name}/`)) this.forgetBlocks(key.slice(this.name.length + 1));
    }
  }

  #keep(name: string, blocks: Blocks, settings: BlobSettings): Blob {
    const { memory, clock, ids, records } = this.#account;
    const before = this.find(name);
    const kept = new Set(blocks.values());
    for (const block of before?.blocks.values() ?? []) {
      if (!kept.has(block)) memory.release(block);
    }
    const now = clock.now();
    const blob: Blob = {
      ...settings,
      name,
      blocks,
      size: sizeOf(blocks.values()),
      etag: freshEtag(ids),
      created: before?.created ?? now,
      modified: now,
    };
    records.blobs.set(this.#key(name), blob);
    return blob;
  }

  /** It may have gone while bytes for it were on their way. */
  #checkThere(): void {
    if (this.#account.records.containers.has(this.name)) return;
    throw new BlobError("ContainerNotFound", `There is no container ${this.name}.`);
  }

  #key(name: string): string {
    return `${this.name}/${name}`;
  }

  /** Bytes whose use is refused give their room back. */
  #releasing(bytes: HeldBytes, check: () => void): void {
    try {
      check();
    } catch (error) {
      this.#account.memory.release(bytes);
      throw error;
    }
  }
}

/** An entity tag with its quotes. */
export function freshEtag(ids: HubIds): string {
  return `"0x${ids.bytes(8).toString("hex").toUpperCase()}"`;
}
