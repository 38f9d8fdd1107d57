import { expect, test } from "vitest";
import { createValidator } from "../../src/validate/validator.js";

test("says what was expected and what was found", () => {
  expect(createValidator("dateTime").validate(42)).toEqual([
    {
      code: "type",
      message: "expected a date-time string such as 2026-11-20T08:00:00Z, found the number 42",
      path: "",
      expected: "a date-time string such as 2026-11-20T08:00:00Z",
      got: "the number 42",
    },
  ]);
});

test("explains why a large number is not taken for a long", () => {
  expect(createValidator("long").validate(2 ** 53)).toEqual([
    {
      code: "unsafeInteger",
      message:
        "expected a bigint from -9223372036854775808 to 9223372036854775807, or a number where it is exact, found the number 9007199254740992, which may have been rounded: beyond 2^53 a JavaScript number is not exact",
      path: "",
      expected:
        "a bigint from -9223372036854775808 to 9223372036854775807, or a number where it is exact",
      got: "the number 9007199254740992",
      hint: "Pass a bigint.",
    },
  ]);
});

test("collects everything that is wrong, each with its place", () => {
  const validator = createValidator({
    object: {
      mode: { enum: ["eco", "full"] },
      limits: { object: { low: "double", high: "double" } },
      "a/b": { array: "byte" },
      names: { map: "string" },
    },
  });
  const issues = validator.validate({
    mode: "ec",
    limits: { low: "1", hihg: 2 },
    "a/b": [1, 300],
    names: [],
  });
  expect(issues.map(({ code, path, message, hint }) => ({ code, path, message, hint }))).toEqual([
    {
      code: "enum",
      path: "/mode",
      message: 'expected one of "eco", "full", found the string "ec"',
      hint: undefined,
    },
    {
      code: "additionalProperties",
      path: "/limits/hihg",
      message: 'expected only the members "low", "high", found the member "hihg"',
      hint: 'Did you mean "high"?',
    },
    {
      code: "type",
      path: "/limits/low",
      message: 'expected a finite number, found the string "1"',
      hint: undefined,
    },
    {
      code: "range",
      path: "/a~1b/1",
      message: "expected a whole number from -128 to 127, found the number 300",
      hint: undefined,
    },
    {
      code: "type",
      path: "/names",
      message: "expected an object, found an array of 0",
      hint: undefined,
    },
  ]);
});

test("shows only the beginning of a long value", () => {
  const [issue] = createValidator("uuid").validate("x".repeat(10_000));
  expect(issue?.got?.length).toBeLessThan(80);
  const [large] = createValidator("long").validate(10n ** 1000n);
  expect(large?.got?.length).toBeLessThan(80);
});

test("lists only some of many enum values", () => {
  const values = Array.from({ length: 100 }, (_, index) => index);
  expect(createValidator({ enum: values }).validate("x")[0]?.expected).toBe(
    "one of 0, 1, 2, 3, 4, 5, 6, 7, … (100 values)",
  );
});
