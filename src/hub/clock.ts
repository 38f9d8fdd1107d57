/** Where the hub takes time from. Its state machines have no other source of it. */
export interface HubClock {
  now(): Date;
  /** Runs `callback` once after so many milliseconds; the answer cancels it. */
  after(milliseconds: number, callback: () => void): () => void;
}

/** Where the hub takes fresh identifiers and keys from. */
export interface HubIds {
  uuid(): string;
  /** So many random bytes. */
  bytes(count: number): Buffer;
}

/** setTimeout's largest delay: about 24.8 days. */
const longestTimer = 2 ** 31 - 1;

/** The clock of a running hub: `now` from the outside, timers from Node. Timers do not keep a process alive. */
export function systemClock(now: () => Date = () => new Date()): HubClock {
  return {
    now,
    after(milliseconds, callback) {
      let timer: NodeJS.Timeout;
      const wait = (left: number): void => {
        // Certificates and some tokens are good for years.
        const next = left > longestTimer ? () => wait(left - longestTimer) : callback;
        timer = setTimeout(next, Math.min(Math.max(left, 0), longestTimer));
        timer.unref();
      };
      wait(milliseconds);
      return () => clearTimeout(timer);
    },
  };
}

/** Time as twins show it: `Z`, with trailing zeros of the fraction cut. */
export function twinTimestamp(time: Date): string {
  return time.toISOString().replace(/\.?0*Z$/, "Z");
}

/** Time as identities show it: no zone. */
export function identityTimestamp(time: Date): string {
  return time.toISOString().replace("Z", "");
}

/** The time of things that have not happened yet. */
export const never = "0001-01-01T00:00:00";
