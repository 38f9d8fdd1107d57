import type { Change, ChangedTable, StoredRecord } from "./durable-store.js";
import type { RecordForm } from "./store.js";

/**
 * A Map that is kept: every entry is a record, numbered in the order in which its key came. What was kept before is
 * decoded when somebody asks for it, so that a hub with many devices starts quickly.
 */
export class MapTable<V> extends Map<string, V> implements ChangedTable {
  readonly #table: string;
  readonly #form: RecordForm<V> | undefined;
  readonly #changed: (table: ChangedTable) => void;
  readonly #positions = new Map<string, number>();
  /** Records that nobody has asked for; their keys stand in the map already, for the order's sake. */
  readonly #undecoded = new Map<string, StoredRecord>();
  readonly #written = new Set<string>();
  #removed: number[] = [];
  #next = 0;

  constructor(
    table: string,
    records: Iterable<StoredRecord>,
    form: RecordForm<V> | undefined,
    changed: (table: ChangedTable) => void,
  ) {
    super();
    this.#table = table;
    this.#form = form;
    this.#changed = changed;
    for (const record of records) {
      const { key, position } = record;
      this.#undecoded.set(key, record);
      this.#next = position + 1;
      super.set(key, undefined as V);
    }
  }

  override get(key: string): V | undefined {
    if (this.#undecoded.size > 0) this.#decode(key);
    return super.get(key);
  }

  override set(key: string, value: V): this {
    super.set(key, value);
    if (this.#positionOf(key) === undefined) this.#positions.set(key, this.#next++);
    this.#undecoded.delete(key);
    this.#written.add(key);
    this.#changed(this);
    return this;
  }

  override delete(key: string): boolean {
    const position = this.#positionOf(key);
    if (position === undefined) return false;
    this.#positions.delete(key);
    this.#undecoded.delete(key);
    this.#written.delete(key);
    this.#removed.push(position);
    this.#changed(this);
    return super.delete(key);
  }

  override clear(): void {
    for (const key of [...this.keys()]) this.delete(key);
  }

  override values(): MapIterator<V> {
    this.#decodeAll();
    return super.values();
  }

  override entries(): MapIterator<[string, V]> {
    this.#decodeAll();
    return super.entries();
  }

  override [Symbol.iterator](): MapIterator<[string, V]> {
    return this.entries();
  }

  override forEach(callback: (value: V, key: string, map: Map<string, V>) => void): void {
    this.#decodeAll();
    super.forEach(callback);
  }

  *takeChanges(): Iterable<Change> {
    const table = this.#table;
    for (const position of this.#removed) yield { table, position, bytes: undefined };
    for (const key of this.#written) {
      const value = super.get(key) as V;
      const json = JSON.stringify([key, this.#form ? this.#form.write(value) : value]);
      yield { table, position: this.#positions.get(key) ?? 0, bytes: Buffer.from(json) };
    }
    this.#removed = [];
    this.#written.clear();
  }

  #positionOf(key: string): number | undefined {
    const known = this.#positions.get(key);
    if (known !== undefined) return known;
    const record = this.#undecoded.get(key);
    if (record) this.#positions.set(key, record.position);
    return record?.position;
  }

  #decode(key: string): void {
    const record = this.#undecoded.get(key);
    if (record === undefined) return;
    this.#positions.set(key, record.position);
    const [, value] = JSON.parse(record.bytes.toString("utf8")) as [string, unknown];
    super.set(key, this.#form ? this.#form.read(value) : (value as V));
    this.#undecoded.delete(key);
  }

  #decodeAll(): void {
    for (const key of [...this.#undecoded.keys()]) this.#decode(key);
  }
}
