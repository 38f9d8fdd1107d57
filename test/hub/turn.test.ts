import { expect, test } from "vitest";
import { Turn } from "../../src/hub/turn.js";

/** Keeps the process busy for so many milliseconds. */
function work(milliseconds: number): void {
  const until = performance.now() + milliseconds;
  while (performance.now() < until);
}

test("work that makes a turn too long waits for the next ones, in order, and others come in between", async () => {
  const turn = new Turn();
  const done: (number | string)[] = [];
  expect(turn.goesOn()).toBe(true);
  work(5);
  expect(turn.goesOn()).toBe(false);
  await new Promise<void>((resolve) => {
    for (const step of [1, 2, 3]) {
      turn.later(() => {
        done.push(step);
        if (step === 1) setTimeout(() => done.push("timer"), 0);
        work(5);
        if (step === 3) resolve();
      });
    }
  });
  expect(done).toEqual([1, "timer", 2, 3]);
  expect(turn.goesOn()).toBe(false);
  await new Promise((resolve) => setImmediate(resolve));
  expect(turn.goesOn()).toBe(true);
});
