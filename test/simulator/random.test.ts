import { expect, test } from "vitest";
import { createRandom } from "../../src/simulator/random.js";

test("integers stay within both bounds and reach them", () => {
  const random = createRandom("dice");
  const thrown = new Set(Array.from({ length: 500 }, () => random.integer(1, 6)));
  expect([...thrown].sort()).toEqual([1, 2, 3, 4, 5, 6]);
});

test("normal numbers have mean 0 and standard deviation 1", () => {
  const random = createRandom(7);
  const numbers = Array.from({ length: 5000 }, () => random.normal());
  const mean = numbers.reduce((sum, number) => sum + number, 0) / numbers.length;
  const variance = numbers.reduce((sum, number) => sum + (number - mean) ** 2, 0) / numbers.length;
  expect(mean).toBeCloseTo(0, 1);
  expect(variance).toBeCloseTo(1, 1);
});

test("there is nothing to pick from an empty list", () => {
  expect(() => createRandom(1).pick([])).toThrow("nothing to pick");
});
