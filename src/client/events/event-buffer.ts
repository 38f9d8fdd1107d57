interface Taker<T> {
  readonly resolve: (result: IteratorResult<T, undefined>) => void;
  readonly reject: (error: unknown) => void;
}

/** A bounded queue between one who pushes and one who takes: who pushes too much waits. */
export interface EventBuffer<T> {
  /** Resolves when there is room again, or the buffer has ended. */
  push(values: readonly T[]): Promise<void>;
  /** The next value; rejects with the error that ended the buffer once all values are taken. */
  take(): Promise<IteratorResult<T, undefined>>;
  /** What was pushed can still be taken. The first end counts. */
  end(error?: unknown): void;
  /** Ends it and drops what was not taken. */
  drop(): void;
}

/** `capacity` is how many values may wait; a single push may exceed it. */
export function createEventBuffer<T>(capacity: number): EventBuffer<T> {
  let values: T[] = [];
  let head = 0;
  let ended: { readonly error?: unknown } | undefined;
  const takers: Taker<T>[] = [];
  const pushers: (() => void)[] = [];

  const waiting = (): number => values.length - head;
  const releasePushers = (): void => {
    for (const release of pushers.splice(0)) release();
  };
  const finish = ({ resolve, reject }: Taker<T>): void => {
    if (ended !== undefined && "error" in ended) reject(ended.error);
    else resolve({ done: true, value: undefined });
  };
  const end = (error?: unknown): void => {
    if (ended !== undefined) return;
    ended = error === undefined ? {} : { error };
    releasePushers();
    for (const taker of takers.splice(0)) finish(taker);
  };

  return {
    async push(added) {
      if (ended !== undefined) return;
      for (const value of added) {
        const taker = takers.shift();
        if (taker === undefined) values.push(value);
        else taker.resolve({ done: false, value });
      }
      if (waiting() < capacity) return;
      await new Promise<void>((resolve) => pushers.push(resolve));
    },
    take() {
      if (waiting() > 0) {
        const value = values[head] as T;
        head += 1;
        // Cut in steps, so that a long queue does not move with every value.
        if (head >= 1024 || head === values.length) {
          values = values.slice(head);
          head = 0;
        }
        // Half empty, so that both sides work in runs and not by turns.
        if (waiting() <= capacity / 2) releasePushers();
        return Promise.resolve({ done: false, value });
      }
      return new Promise((resolve, reject) => {
        if (ended === undefined) takers.push({ resolve, reject });
        else finish({ resolve, reject });
      });
    },
    end,
    drop() {
      values = [];
      head = 0;
      end();
    },
  };
}
