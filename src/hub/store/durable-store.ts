import { LogTable } from "./log-table.js";
import { MapTable } from "./map-table.js";
import type { LogForm, RecordForm, Store, StoredLog } from "./store.js";

/** A record of a table; without bytes it is removed. */
export interface Change {
  readonly table: string;
  readonly position: number;
  readonly bytes: Uint8Array | undefined;
}

/** A record as it was found. Many are never looked at, so that its members are made when they are asked for. */
export interface StoredRecord {
  readonly position: number;
  readonly bytes: Buffer;
  /** The text with which it begins, where it is a JSON array. */
  readonly key: string;
}

/** Something on the disk that takes all changes of one call or none. One call at a time. */
export interface RecordFile {
  /** The records of a table in the order of their positions. */
  read(table: string): Iterable<StoredRecord>;
  write(changes: readonly Change[]): Promise<void>;
  close(): Promise<void>;
}

/** A table that has changed and knows what of it has to be written. */
export interface ChangedTable {
  /** The changes since the last call, encoded. */
  takeChanges(): Iterable<Change>;
}

/**
 * Group commit: what is written while a commit is under way goes into the next one, each record once however often it
 * was written. Values are encoded when their commit begins.
 */
export class DurableStore implements Store {
  /** Resolves with the reason when the file has refused a commit. From then on nothing is ever committed. */
  readonly failure: Promise<Error>;
  readonly #file: RecordFile;
  readonly #changed = new Set<ChangedTable>();
  readonly #settings: Map<string, string>;
  #fail: (error: Error) => void = () => {};
  #next: Commit | undefined;
  #running: Commit | undefined;

  constructor(file: RecordFile) {
    this.#file = file;
    this.failure = new Promise((resolve) => {
      this.#fail = resolve;
    });
    this.#settings = this.map("settings");
  }

  map<V>(table: string, form?: RecordForm<V>): Map<string, V> {
    return new MapTable<V>(table, this.#file.read(table), form, (changed) => this.#note(changed));
  }

  log<V>(table: string, form: LogForm<V>): StoredLog<V> {
    return new LogTable<V>(table, this.#file.read(table), form, (changed) => this.#note(changed));
  }

  setting(name: string, make: () => string): string {
    const known = this.#settings.get(name);
    if (known !== undefined) return known;
    const made = make();
    this.#settings.set(name, made);
    return made;
  }

  readonly committed = (): Promise<void> | undefined => (this.#next ?? this.#running)?.done;

  async close(): Promise<void> {
    // After a failure no commit comes to an end.
    const failed = this.failure.then(() => "failed");
    for (let commit = this.committed(); commit; commit = this.committed()) {
      if ((await Promise.race([commit, failed])) === "failed") break;
    }
    await this.#file.close();
  }

  /** Lets go of what is written and not yet on its way to the disk. */
  async abandon(): Promise<void> {
    this.#changed.clear();
    await this.close();
  }

  #note(table: ChangedTable): void {
    this.#changed.add(table);
    if (this.#next) return;
    this.#next = new Commit();
    if (!this.#running) this.#begin();
  }

  /** After everything else that this turn of the event loop has to read: that goes into the same commit. */
  #begin(): void {
    setImmediate(() => void this.#commit());
  }

  async #commit(): Promise<void> {
    const commit = this.#next;
    if (!commit) return;
    this.#running = commit;
    this.#next = undefined;
    try {
      const changes = [...this.#changed].flatMap((table) => [...table.takeChanges()]);
      this.#changed.clear();
      await this.#file.write(changes);
    } catch (error) {
      // Nobody hears of what may be lost: the commit stays unfinished, and so do all that follow.
      this.#fail(error instanceof Error ? error : new Error(String(error)));
      return;
    }
    this.#running = undefined;
    if (this.#next) this.#begin();
    commit.finish();
  }
}

/** What waits for one write to the disk. */
class Commit {
  readonly done: Promise<void>;
  finish: () => void = () => {};

  constructor() {
    this.done = new Promise((resolve) => {
      this.finish = resolve;
    });
  }
}
