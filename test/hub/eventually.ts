import { expect } from "vitest";

/** `expect.poll` with the patience that a busy machine needs. */
export const eventually: typeof expect.poll = (find, options) =>
  expect.poll(find, { timeout: 15_000, interval: 20, ...options });
