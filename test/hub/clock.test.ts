import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { systemClock } from "../../src/hub/clock.js";

const day = 24 * 60 * 60 * 1000;

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test("a timer may run for years, and not a day less", () => {
  let rang = false;
  systemClock().after(400 * day, () => {
    rang = true;
  });
  vi.advanceTimersByTime(399 * day);
  expect(rang).toBe(false);
  vi.advanceTimersByTime(2 * day);
  expect(rang).toBe(true);
});

test("a long timer can be cancelled at any time", () => {
  let rang = false;
  const cancel = systemClock().after(100 * day, () => {
    rang = true;
  });
  vi.advanceTimersByTime(60 * day);
  cancel();
  vi.advanceTimersByTime(60 * day);
  expect(rang).toBe(false);
});

test("what is due already runs in the next turn", () => {
  let rang = false;
  systemClock().after(-1, () => {
    rang = true;
  });
  expect(rang).toBe(false);
  vi.advanceTimersByTime(1);
  expect(rang).toBe(true);
});
