import type { Change, ChangedTable, StoredRecord } from "./durable-store.js";
import type { LogForm, StoredLog } from "./store.js";

/** A log that is kept: what comes between two commits is one record, numbered as its first value is. */
export class LogTable<V> implements StoredLog<V>, ChangedTable {
  readonly restored: readonly V[];
  readonly #table: string;
  readonly #form: LogForm<V>;
  readonly #changed: (table: ChangedTable) => void;
  /** Positions of the records, oldest first. */
  readonly #records: number[] = [];
  #waiting: V[] = [];
  #removed: number[] = [];

  constructor(
    table: string,
    records: Iterable<StoredRecord>,
    form: LogForm<V>,
    changed: (table: ChangedTable) => void,
  ) {
    this.#table = table;
    this.#form = form;
    this.#changed = changed;
    const restored: V[] = [];
    for (const { position, bytes } of records) {
      this.#records.push(position);
      for (const value of form.read(bytes)) restored.push(value);
    }
    this.restored = restored;
  }

  append(position: number, value: V): void {
    if (this.#waiting.length === 0) this.#records.push(position);
    this.#waiting.push(value);
    this.#changed(this);
  }

  forgetBefore(position: number): void {
    // A record goes when the next one begins at or before the position: then all of it stands before.
    while (this.#records.length > 1 && (this.#records[1] ?? 0) <= position) {
      const oldest = this.#records.shift();
      if (oldest === undefined) return;
      this.#removed.push(oldest);
      this.#changed(this);
    }
  }

  *takeChanges(): Iterable<Change> {
    const table = this.#table;
    const values = this.#waiting;
    const position = this.#records.at(-1) ?? 0;
    if (values.length > 0) yield { table, position, bytes: this.#form.write(values) };
    for (const removed of this.#removed) yield { table, position: removed, bytes: undefined };
    this.#waiting = [];
    this.#removed = [];
  }
}
