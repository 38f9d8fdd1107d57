import { expect, test } from "vitest";
import { didYouMean, nearestNames } from "../../src/dtdl/near-name.js";

test("a slip of one letter, a swap and another case are near", () => {
  const names = ["double", "boolean", "duration", "dateTime"];
  expect(nearestNames("dobule", names)).toEqual(["double"]);
  expect(nearestNames("datetime", names)).toEqual(["dateTime"]);
});

test("words with nothing in common are not near", () => {
  expect(nearestNames("x", ["a", "b"])).toEqual([]);
  expect(nearestNames("temperature", ["humidity", "pressure"])).toEqual([]);
});

test("the question names what may have been meant", () => {
  expect(didYouMean("strng", ["string", "double"])).toBe("did you mean `string`?");
  expect(didYouMean("zzz", ["string"])).toBeUndefined();
});
