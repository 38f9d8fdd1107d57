/** How values become JSON and come back; needed where they are more than JSON: dates, bytes, functions. */
export interface RecordForm<V> {
  /** What `JSON.stringify` keeps whole. */
  write(value: V): unknown;
  /** Of what {@link RecordForm.write} answered. */
  read(json: unknown): V;
}

/** A line of values that grows at one end and is forgotten at the other. Positions only ever rise. */
export interface StoredLog<V> {
  /** What had been kept when the log was opened, in order. */
  readonly restored: readonly V[];
  append(position: number, value: V): void;
  /** Nobody needs what stands before; the last value is kept all the same, so that the count goes on from it. */
  forgetBefore(position: number): void;
}

/** How values of a log become bytes: many at a time, and back. */
export interface LogForm<V> {
  write(values: readonly V[]): Uint8Array;
  read(bytes: Uint8Array): readonly V[];
}

/**
 * Where the state machines keep what shall outlast the process. They stay synchronous: what they write is visible to
 * them at once and on its way to the disk; {@link Store.committed} tells when it is there. Everything that is written
 * in one go, without an `await` in between, is kept as a whole or not at all.
 */
export interface Store {
  /**
   * The map of this name, with what was kept of it, in the order in which its keys came. A value that is changed in
   * place is kept by another `set`. Each name is asked for once.
   */
  map<V>(table: string, form?: RecordForm<V>): Map<string, V>;
  log<V>(table: string, form: LogForm<V>): StoredLog<V>;
  /** A text that is made once and stays. */
  setting(name: string, make: () => string): string;
  /** Resolves when everything written until now is kept; nothing when it is already. It never rejects. */
  readonly committed: (() => Promise<void> | undefined) | undefined;
  /** Keeps what is written, then lets go. */
  close(): Promise<void>;
}
