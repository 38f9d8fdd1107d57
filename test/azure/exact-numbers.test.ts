import { expect, test } from "vitest";
import { requireExact, toExactJson } from "../../src/azure/exact-numbers.js";
import { isPnpError } from "../../src/errors.js";

test("sends bigints that a double holds as numbers, at any depth", () => {
  expect(toExactJson({ a: [1n, { b: 2n ** 53n - 1n }], c: "x", d: null }, "it")).toEqual({
    a: [1, { b: 9007199254740991 }],
    c: "x",
    d: null,
  });
});

test("refuses to send a bigint that a double cannot hold, and says where it is", () => {
  expect(() => toExactJson({ a: { "b/c": 2n ** 53n } }, "the request of x")).toThrow(
    "cannot carry the request of x exactly: it has the integer 9007199254740992 at /a/b~1c",
  );
});

test("refuses to send numbers that JSON does not know", () => {
  expect(() => toExactJson({ a: Number.NaN }, "it")).toThrow("NaN");
});

test("refuses received integers that the SDK may have rounded", () => {
  expect(() => requireExact({ a: [0, 2 ** 53] }, "the twin of d1")).toThrow("at /a/1");
  expect(() => requireExact({ a: 1.5, b: 2 ** 53 - 1, c: null, d: "1" }, "it")).not.toThrow();
});

test("keeps the device's answer on the error about it", () => {
  const response = { status: 200, payload: 2 ** 60 };
  try {
    requireExact(response.payload, "the response of x", { response });
    expect.unreachable();
  } catch (error) {
    expect(isPnpError(error, "PNP_PAYLOAD_INVALID") && error.response).toEqual(response);
  }
});
