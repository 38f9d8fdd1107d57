import type { TargetId } from "../transport.js";
import { clientKey } from "./client-key.js";
import type { EventStream } from "./event-stream-types.js";

/** Tells those who wait that a twin has changed, by the hub's notifications. */
export interface ChangeWatcher {
  /** Resolves when the twin has changed since the call, or when the signal is aborted; never rejects. */
  waitForChange(target: TargetId, signal: AbortSignal): Promise<void>;
  close(): Promise<void>;
}

/**
 * One stream of twin changes for all who wait; it is opened for the first of them and kept. While it is not standing,
 * and when it breaks for good, a wait ends only by its signal: who waits must look at the twin from time to time.
 */
export function createChangeWatcher(open: () => EventStream): ChangeWatcher {
  const waiting = new Map<string, Set<() => void>>();
  let stream: EventStream | undefined;

  const wake = (key: string): void => {
    for (const resolve of waiting.get(key) ?? []) resolve();
  };
  const wakeAll = (): void => {
    for (const key of [...waiting.keys()]) wake(key);
  };
  const follow = async (events: EventStream): Promise<void> => {
    try {
      await events.ready();
      // What changed while the stream was being opened was not told.
      wakeAll();
      for await (const event of events) {
        if (event.kind === "twinChange") wake(clientKey(event));
      }
    } catch {
      // The next wait tries again.
    } finally {
      if (stream === events) stream = undefined;
    }
  };

  return {
    waitForChange(target, signal) {
      if (signal.aborted) return Promise.resolve();
      if (stream === undefined) {
        stream = open();
        void follow(stream);
      }
      const key = clientKey(target);
      const others = waiting.get(key) ?? new Set();
      waiting.set(key, others);
      return new Promise((resolve) => {
        const done = (): void => {
          signal.removeEventListener("abort", done);
          others.delete(done);
          if (others.size === 0) waiting.delete(key);
          resolve();
        };
        others.add(done);
        signal.addEventListener("abort", done, { once: true });
      });
    },
    async close() {
      await stream?.close();
    },
  };
}
