import type { Change, RecordFile } from "../../src/hub/store/durable-store.js";

/** A file whose commits end when the test says so. */
export class HeldFile implements RecordFile {
  readonly #commits: (readonly Change[])[] = [];
  #settle: { readonly resolve: () => void; readonly reject: (error: Error) => void } | undefined;
  #wake = (): void => {};
  isClosed = false;
  /** Off: commits end by themselves, for as long as nothing is to be tested. */
  isHolding = true;

  *read(): Iterable<never> {}

  write(changes: readonly Change[]): Promise<void> {
    this.#commits.push(changes);
    this.#wake();
    if (!this.isHolding) return Promise.resolve();
    return new Promise((resolve, reject) => {
      this.#settle = { resolve, reject };
    });
  }

  async close(): Promise<void> {
    this.isClosed = true;
  }

  /** Resolves when a commit is under way. */
  async written(): Promise<void> {
    while (!this.#settle) {
      await new Promise<void>((resolve) => {
        this.#wake = () => setImmediate(resolve);
      });
    }
  }

  finish(): void {
    const settle = this.#settle;
    this.#settle = undefined;
    settle?.resolve();
  }

  fail(error: Error): void {
    this.#settle?.reject(error);
  }

  /** The records of each commit so far. */
  texts(): string[][] {
    return this.#commits.map((changes) =>
      changes.map(({ bytes = new Uint8Array() }) => Buffer.from(bytes).toString()),
    );
  }
}
