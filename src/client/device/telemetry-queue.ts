import { isPnpError, PnpError } from "../../errors.js";
import type { CallOptions } from "../call-options.js";
import { systemClock } from "../clock.js";
import type { TelemetryMessage, TelemetryTransport } from "../transport.js";
import type { TelemetryOutcome, TelemetryQueueOptions, TelemetryStats } from "./telemetry-types.js";

/** Sends telemetry in order, and keeps it while there is no connection. */
export interface TelemetryQueue {
  send(message: TelemetryMessage, options?: CallOptions): Promise<TelemetryOutcome>;
  stats(): TelemetryStats;
  /** Resolves when nothing waits any more. */
  flush(options?: CallOptions): Promise<void>;
  /** Told what the transport tells of its connection. */
  connectionChanged(connected: boolean): void;
  /** Takes nothing more; what waits is counted as dropped. The answer is how many. */
  close(): number;
}

interface Entry {
  readonly order: number;
  readonly message: TelemetryMessage;
  readonly options: CallOptions | undefined;
  /** Nobody waits for it any more: its sender was told that it is kept. */
  isKept: boolean;
  /** Failures over a connection that stood. */
  failures: number;
  resolve(outcome: TelemetryOutcome): void;
  reject(error: unknown): void;
}

/** Messages on the way at once: enough to fill a connection, few enough to send again after a loss. */
const mostUnderWay = 64;
/** Failures over a connection that stands after which it is not the connection's fault. */
const mostFailures = 10;
/** Milliseconds before the next attempt when sending fails although the connection stands. */
const pauseAfterFailure = 1000;

/**
 * At least once: a message is forgotten only when the hub has acknowledged it, and one whose acknowledgement was lost
 * with the connection is sent again. Messages leave in the order in which they were given.
 */
export function createTelemetryQueue(
  transport: TelemetryTransport,
  { limit = 1000, onFull = "drop-oldest" }: TelemetryQueueOptions,
  onError: (error: unknown) => void,
): TelemetryQueue {
  if (!Number.isInteger(limit) || limit < 0) {
    throw new PnpError(
      "PNP_USAGE",
      `telemetryQueue.limit must be a whole number from 0; got ${limit}.`,
    );
  }
  const waiting: Entry[] = [];
  const underWay = new Set<Entry>();
  let flushing: (() => void)[] = [];
  let isConnected = true;
  let isPaused = false;
  let isClosed = false;
  let count = 0;
  let sent = 0;
  let dropped = 0;

  const settled = (): void => {
    if (waiting.length > 0 || underWay.size > 0) return;
    const done = flushing;
    flushing = [];
    for (const resolve of done) resolve();
  };

  const pump = (): void => {
    while (isConnected && !isPaused && !isClosed && underWay.size < mostUnderWay) {
      const entry = waiting.shift();
      if (entry === undefined) return;
      underWay.add(entry);
      transport.sendTelemetry(entry.message, entry.isKept ? undefined : entry.options).then(
        () => {
          underWay.delete(entry);
          sent++;
          entry.resolve("sent");
          settled();
          pump();
        },
        (error: unknown) => {
          underWay.delete(entry);
          failed(entry, error);
          settled();
        },
      );
    }
  };

  const failed = (entry: Entry, error: unknown): void => {
    if (isClosed) {
      // `close` has counted it already.
      entry.reject(error);
    } else if (isPassing(entry, error) && ++entry.failures < mostFailures) {
      putBack(entry);
      keepWaiting();
      pause();
    } else {
      if (entry.isKept) {
        dropped++;
        onError(error);
      }
      entry.reject(error);
      pump();
    }
  };

  const putBack = (entry: Entry): void => {
    const later = waiting.findIndex(({ order }) => order > entry.order);
    waiting.splice(later === -1 ? waiting.length : later, 0, entry);
  };

  /** Everything that waits is kept from now on, as far as there is room. */
  const keepWaiting = (): void => {
    while (waiting.length > limit) {
      const tooMuch = onFull === "drop-oldest" ? waiting.shift() : waiting.pop();
      if (tooMuch === undefined) break;
      dropped++;
      if (onFull === "refuse" && !tooMuch.isKept) tooMuch.reject(full());
      else tooMuch.resolve("dropped");
    }
    for (const entry of waiting) {
      entry.isKept = true;
      entry.resolve("queued");
    }
  };

  const pause = (): void => {
    if (isPaused) return;
    isPaused = true;
    systemClock.sleep(pauseAfterFailure).then(resume, resume);
  };
  const resume = (): void => {
    isPaused = false;
    pump();
  };

  const full = (): PnpError =>
    new PnpError(
      "PNP_TRANSPORT",
      `There is no connection, and ${limit} telemetry messages wait for one.`,
      {
        hint: "Try again later, or let the queue drop messages by onFull.",
      },
    );

  return {
    send(message, options) {
      if (isClosed) {
        return Promise.reject(new PnpError("PNP_TRANSPORT", "The device client was closed."));
      }
      const isDown = !isConnected || isPaused;
      if (isDown && onFull === "refuse" && waiting.length >= limit) return Promise.reject(full());
      return new Promise((resolve, reject) => {
        waiting.push({
          order: count++,
          message,
          options,
          isKept: false,
          failures: 0,
          resolve,
          reject,
        });
        if (isDown) keepWaiting();
        else pump();
      });
    },
    stats: () => ({ sent, pending: waiting.length + underWay.size, dropped }),
    flush: ({ signal, timeoutSeconds } = {}) =>
      new Promise((resolve, reject) => {
        if (waiting.length === 0 && underWay.size === 0) return resolve();
        const done = new AbortController();
        flushing.push(() => {
          done.abort();
          resolve();
        });
        const giveUp = (code: "PNP_ABORTED" | "PNP_TIMEOUT"): void => {
          done.abort();
          const left = waiting.length + underWay.size;
          reject(new PnpError(code, `${left} telemetry messages still wait to be sent.`));
        };
        if (timeoutSeconds !== undefined) {
          void systemClock
            .sleep(timeoutSeconds * 1000, done.signal)
            .then(() => done.signal.aborted || giveUp("PNP_TIMEOUT"));
        }
        signal?.addEventListener("abort", () => giveUp("PNP_ABORTED"), { signal: done.signal });
        if (signal?.aborted) giveUp("PNP_ABORTED");
      }),
    connectionChanged(connected) {
      isConnected = connected;
      if (connected) return resume();
      for (const entry of waiting) entry.failures = 0;
      keepWaiting();
    },
    close() {
      isClosed = true;
      const left = waiting.splice(0);
      dropped += left.length + underWay.size;
      for (const entry of left)
        entry.reject(new PnpError("PNP_TRANSPORT", "The device client was closed."));
      settled();
      return left.length;
    },
  };
}

/** What a closed client tells of messages that were left over. */
export function neverSent(left: number): PnpError {
  const message = `${left} telemetry messages were never sent: the client was closed.`;
  return new PnpError("PNP_TRANSPORT", message);
}

/** Whether it may go better later. A caller who set a time-out of his own is told of it instead. */
function isPassing({ isKept, options }: Entry, error: unknown): boolean {
  if (isPnpError(error, "PNP_TRANSPORT") || isPnpError(error, "PNP_THROTTLED")) return true;
  return isPnpError(error, "PNP_TIMEOUT") && (isKept || options?.timeoutSeconds === undefined);
}
