import { crc32 } from "node:zlib";
import type { RootDatabase } from "lmdb";
import { PnpError } from "../../errors.js";
import type { Change, RecordFile, StoredRecord } from "./durable-store.js";

type Key = [table: string, position: number];

const checksumBytes = 4;

/** Whether commits outlast the death of the process, or that of the computer too. The latter is ten times slower. */
export type Durability = "process" | "power";

/** How a data file is opened. */
export interface LmdbOptions {
  readonly durability?: Durability;
  readonly readOnly?: boolean;
}

/** Records in a file of LMDB, each with a checksum. LMDB writes on a thread of its own. */
export class LmdbFile implements RecordFile {
  readonly #path: string;
  readonly #db: RootDatabase<Buffer, Key>;

  private constructor(path: string, db: RootDatabase<Buffer, Key>) {
    this.#path = path;
    this.#db = db;
  }

  /** Makes the file where there is none. Throws `PNP_USAGE` where the library is missing. */
  static async open(path: string, options: LmdbOptions = {}): Promise<LmdbFile> {
    const { open } = await loadLmdb();
    const { durability = "process", readOnly = false } = options;
    const db = open<Buffer, Key>(path, {
      encoding: "binary",
      noSubdir: true,
      // What write() has handed to the system outlasts the process; only the system's own end asks for more.
      noSync: durability === "process" && !readOnly,
      overlappingSync: false,
      readOnly,
      maxDbs: 1,
    });
    return new LmdbFile(path, db);
  }

  *read(table: string): Iterable<StoredRecord> {
    const range = { start: [table, 0], end: [table, Number.MAX_VALUE] } as { start: Key; end: Key };
    for (const { key, value } of this.#db.getRange(range)) {
      this.#check(key, value);
      yield new LmdbRecord(key[1], value);
    }
  }

  /** All records of all tables, as they are at this moment, whatever is written meanwhile. */
  *readAll(): Iterable<Change & { readonly bytes: Buffer }> {
    const transaction = this.#db.useReadTransaction();
    try {
      for (const { key, value } of this.#db.getRange({ transaction })) {
        const [table, position] = key;
        this.#check(key, value);
        yield { table, position, bytes: value.subarray(0, -checksumBytes) };
      }
    } finally {
      transaction.done();
    }
  }

  #check(key: Key, value: Buffer): void {
    if (crc32(value, keyChecksum(key)) === wholeChecksum) return;
    throw damaged(this.#path, `the record ${key.join("/")} does not have its checksum`);
  }

  async write(changes: readonly Change[]): Promise<void> {
    // One turn of the event loop is one transaction; mostly all these promises are the same one.
    const done = new Set<Promise<boolean>>();
    for (const { table, position, bytes } of changes) {
      const key: Key = [table, position];
      if (bytes === undefined) done.add(this.#db.remove(key));
      else done.add(this.#db.put(key, sealed(key, bytes)));
    }
    try {
      await Promise.all(done);
    } catch (error) {
      throw await reasonOf(error);
    }
  }

  async close(): Promise<void> {
    await this.#db.close();
  }
}

/** LMDB says only that it failed; why comes by a promise of its own. */
async function reasonOf(error: unknown): Promise<unknown> {
  try {
    await (error as { readonly commitError?: Promise<never> }).commitError;
    return error;
  } catch (reason) {
    return reason;
  }
}

/** A record with its checksum behind it. */
class LmdbRecord implements StoredRecord {
  readonly position: number;
  readonly #value: Buffer;

  constructor(position: number, value: Buffer) {
    this.position = position;
    this.#value = value;
  }

  get bytes(): Buffer {
    return this.#value.subarray(0, -checksumBytes);
  }

  get key(): string {
    const value = this.#value;
    // Behind the bracket and the quote.
    let end = 2;
    while (end < value.length && value[end] !== quote) end += value[end] === backslash ? 2 : 1;
    return JSON.parse(value.toString("utf8", 1, end + 1)) as string;
  }
}

const quote = 0x22;
const backslash = 0x5c;

/** What CRC-32 answers for anything followed by its own CRC-32, low byte first. */
const wholeChecksum = 0x2144df1c;

/** Of the place too, so that a record found somewhere else is noticed. */
function keyChecksum([table, position]: Key): number {
  return crc32(`${table}/${position}`);
}

function sealed(key: Key, bytes: Uint8Array): Buffer {
  const value = Buffer.allocUnsafe(bytes.byteLength + checksumBytes);
  value.set(bytes);
  value.writeUInt32LE(crc32(bytes, keyChecksum(key)), bytes.byteLength);
  return value;
}

/** The one error for data that is not what was written. */
export function damaged(path: string, problem: string): PnpError {
  return new PnpError("PNP_USAGE", `The hub's data in ${path} is damaged: ${problem}.`, {
    hint: "Restore a snapshot (pnp hub snapshot restore), or begin anew (pnp hub reset).",
  });
}

async function loadLmdb(): Promise<typeof import("lmdb")> {
  try {
    return await import("lmdb");
  } catch (cause) {
    throw new PnpError("PNP_USAGE", "The library lmdb, which keeps a hub's data, does not load.", {
      hint: "Install it (npm install lmdb), or keep nothing on disk: pnp hub start --memory, in programs startHub() without `data`.",
      cause,
    });
  }
}
