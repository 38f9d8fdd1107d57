/**
 * A clock for the simulated device that begins ten minutes ago and is moved on by hand, so that a demo of a few
 * seconds shows a temperature that has had time to change.
 */
export class DemoClock {
  #now: number;

  constructor(end: Date, minutes: number) {
    this.#now = end.getTime() - minutes * 60_000;
  }

  now(): Date {
    return new Date(this.#now);
  }

  advance(seconds: number): void {
    this.#now += seconds * 1000;
  }
}
