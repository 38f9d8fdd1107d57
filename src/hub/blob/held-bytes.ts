import type { HubIds } from "../clock.js";
import type { RecordForm, Store } from "../store/store.js";
import { BlobError } from "./blob-error.js";

/** Bytes that take up room until they are released. */
export interface HeldBytes {
  readonly key: string;
  readonly size: number;
  /** Pieces in their order. */
  readonly pieces: readonly Uint8Array[];
}

/** Room in memory for the bytes of all blobs, and no more of it. */
export class BlobMemory {
  readonly #held: Map<string, HeldBytes>;
  readonly #ids: HubIds;
  readonly #most: number;
  #used: number;

  constructor(ids: HubIds, most: number, store: Store) {
    this.#ids = ids;
    this.#most = most;
    this.#held = store.map("blob bytes", heldRecords);
    this.#used = sizeOf(this.#held.values());
  }

  /**
   * Takes in a body to its end, even when it will be refused: an early answer breaks clients that are still sending.
   * Throws `RequestBodyTooLarge` when the body is larger than `largest` or than what is free.
   */
  async hold(body: AsyncIterable<Uint8Array>, largest: number): Promise<HeldBytes> {
    const pieces: Uint8Array[] = [];
    let size = 0;
    let taken = 0;
    try {
      for await (const piece of body) {
        size += piece.length;
        if (size > largest || this.#used + piece.length > this.#most) {
          this.#used -= taken;
          taken = 0;
          pieces.length = 0;
          continue;
        }
        this.#used += piece.length;
        taken += piece.length;
        pieces.push(piece);
      }
    } catch (error) {
      this.#used -= taken;
      throw error;
    }
    if (taken === size) {
      const held = { key: this.#ids.uuid(), size, pieces };
      this.#held.set(held.key, held);
      return held;
    }
    this.#used -= taken;
    throw new BlobError(
      "RequestBodyTooLarge",
      size > largest
        ? `The body has ${size} bytes; at most ${largest} in one request.`
        : `The body has ${size} bytes; this hub keeps at most ${this.#most} bytes of blobs in all, ${this.#used} are taken.`,
    );
  }

  find(key: string): HeldBytes | undefined {
    return this.#held.get(key);
  }

  release({ key, size }: HeldBytes): void {
    if (this.#held.delete(key)) this.#used -= size;
  }

  /** Releases everything but these: what the hub held when it was killed, and nobody had got. */
  releaseOthers(wanted: Iterable<HeldBytes>): void {
    const keys = new Set([...wanted].map(({ key }) => key));
    for (const held of [...this.#held.values()]) {
      if (!keys.has(held.key)) this.release(held);
    }
  }
}

const heldRecords: RecordForm<HeldBytes> = {
  write: ({ key, pieces }) => ({ key, bytes: Buffer.concat(pieces).toString("base64") }),
  read(json) {
    const { key, bytes } = json as { readonly key: string; readonly bytes: string };
    const piece = Buffer.from(bytes, "base64");
    return { key, size: piece.length, pieces: [piece] };
  },
};

/** The bytes of several together. */
export function sizeOf(all: Iterable<HeldBytes>): number {
  return [...all].reduce((sum, { size }) => sum + size, 0);
}

/** The bytes from one place up to before another, over the ends of blocks. */
export function* slice(
  blocks: readonly HeldBytes[],
  from: number,
  to: number,
): Iterable<Uint8Array> {
  let place = 0;
  for (const piece of blocks.flatMap(({ pieces }) => pieces)) {
    const start = Math.max(from - place, 0);
    const end = Math.min(to - place, piece.length);
    if (start < end) yield piece.subarray(start, end);
    place += piece.length;
  }
}
