import type { HubClock, HubIds } from "../clock.js";
import { MemoryStore } from "../store/memory-store.js";
import type { Store } from "../store/store.js";
import { BlobContainer, type ContainerSurroundings, freshEtag } from "./blob-container.js";
import { BlobError } from "./blob-error.js";
import { type ContainerRecord, openBlobRecords } from "./blob-records.js";
import { BlobMemory } from "./held-bytes.js";

/** Most bytes of all blobs, and of the blocks on their way into one: 512 MB. */
const mostBytes = 512 * 1024 * 1024;
/** Blocks that no list names are given up after a week without another one. */
const waitForList = 7 * 24 * 3_600_000;

const namePattern = /^(?=.{3,63}$)[a-z0-9]+(?:-[a-z0-9]+)*$/;

/** The hub's own storage account: containers of blobs, in memory. */
export class BlobStore {
  readonly memory: BlobMemory;
  /** The account's name is the hub's. */
  readonly account: string;
  /** `<hub name>.blob.test` */
  readonly host: string;
  /** Opens everything; base64. */
  readonly key: string;
  readonly #shared: ContainerSurroundings;
  readonly #timers = new Map<string, () => void>();

  constructor(
    clock: HubClock,
    ids: HubIds,
    account: string,
    store: Store = new MemoryStore(),
    most: number = mostBytes,
  ) {
    this.account = account;
    this.host = `${account}.blob.test`;
    this.key = store.setting("storage key", () => ids.bytes(64).toString("base64"));
    this.memory = new BlobMemory(ids, most, store);
    const records = openBlobRecords(this.memory, store);
    this.#shared = { memory: this.memory, records, clock, ids };
    for (const key of records.waiting.keys()) {
      const [container = "", ...name] = key.split("/");
      this.#forgetLater(container, name.join("/"));
    }
  }

  /** What a client of the storage SDK connects with; its host is redirected like the hub's own. */
  get connectionString(): string {
    return `DefaultEndpointsProtocol=https;AccountName=${this.account};AccountKey=${this.key};BlobEndpoint=https://${this.host};`;
  }

  create(name: string): ContainerRecord {
    if (!namePattern.test(name)) {
      throw new BlobError(
        "InvalidResourceName",
        `${JSON.stringify(name)} is no name for a container: 3 to 63 lower-case letters, digits and single hyphens.`,
      );
    }
    if (this.has(name)) {
      throw new BlobError("ContainerAlreadyExists", `There is a container ${name} already.`);
    }
    const { clock, ids, records } = this.#shared;
    const record = { created: clock.now(), etag: freshEtag(ids) };
    records.containers.set(name, record);
    return record;
  }

  has(name: string): boolean {
    return this.#shared.records.containers.has(name);
  }

  /** Throws `ContainerNotFound`. */
  record(name: string): ContainerRecord {
    const found = this.#shared.records.containers.get(name);
    if (found) return found;
    throw new BlobError("ContainerNotFound", `There is no container ${name}.`);
  }

  /** Throws `ContainerNotFound`. */
  container(name: string): BlobContainer {
    this.record(name);
    return new BlobContainer(name, this.#shared);
  }

  delete(name: string): void {
    this.container(name).clear();
    this.#shared.records.containers.delete(name);
  }

  /** Takes in a block for a list to come. */
  async stage(
    container: string,
    blob: string,
    id: string,
    body: AsyncIterable<Uint8Array>,
    largest: number,
  ): Promise<void> {
    const place = this.container(container);
    place.stage(blob, id, await this.memory.hold(body, largest));
    this.#forgetLater(container, blob);
  }

  /** The place of a blob for everybody, without a signature. */
  uri(container: string, blob: string): string {
    return `https://${this.host}/${container}/${blob.split("/").map(encodeURIComponent).join("/")}`;
  }

  #forgetLater(container: string, blob: string): void {
    const key = `${container}/${blob}`;
    this.#timers.get(key)?.();
    const cancel = this.#shared.clock.after(waitForList, () => {
      this.#timers.delete(key);
      if (this.has(container)) this.container(container).forgetBlocks(blob);
    });
    this.#timers.set(key, cancel);
  }
}
