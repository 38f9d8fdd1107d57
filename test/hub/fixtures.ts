import type { HubClock, HubIds } from "../../src/hub/clock.js";
import type { MethodDelivery, Session } from "../../src/hub/sessions.js";
import type { Target } from "../../src/hub/target.js";

/** A clock that stands still until it is told to go on. */
export class ManualClock implements HubClock {
  #now = Date.parse("2026-08-15T10:00:00.120Z");
  readonly #timers = new Set<{ readonly at: number; readonly run: () => void }>();

  now(): Date {
    return new Date(this.#now);
  }

  after(milliseconds: number, run: () => void): () => void {
    const timer = { at: this.#now + milliseconds, run };
    this.#timers.add(timer);
    return () => this.#timers.delete(timer);
  }

  advance(milliseconds: number): void {
    this.#now += milliseconds;
    for (const timer of [...this.#timers]) {
      if (timer.at <= this.#now && this.#timers.delete(timer)) timer.run();
    }
  }
}

/** Identifiers that count. */
export function countingIds(): HubIds {
  let count = 0;
  return {
    uuid: () => `id-${++count}`,
    bytes: (size) => Buffer.alloc(size, ++count),
  };
}

/** A connected device that only keeps what it is sent. */
export class RecordingSession implements Session {
  takesMethods = true;
  readonly target: Target;
  readonly deliveries: MethodDelivery[] = [];
  readonly ended: string[] = [];

  constructor(target: Target) {
    this.target = target;
  }

  deliverMethod(delivery: MethodDelivery): void {
    this.deliveries.push(delivery);
  }

  deliverDesired(): void {}

  end(reason: string): void {
    this.ended.push(reason);
  }
}
