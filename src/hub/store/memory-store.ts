import type { Store, StoredLog } from "./store.js";

/** Keeps nothing: all is gone with the process, and nothing costs anything. */
export class MemoryStore implements Store {
  readonly committed = undefined;

  map<V>(): Map<string, V> {
    return new Map();
  }

  log<V>(): StoredLog<V> {
    return { restored: [], append: () => {}, forgetBefore: () => {} };
  }

  setting(_name: string, make: () => string): string {
    return make();
  }

  async close(): Promise<void> {}
}
