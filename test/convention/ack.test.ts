import fc from "fast-check";
import { expect, test } from "vitest";
import { buildAck, initialAck, parseAck } from "../../src/convention/ack.js";

test("acknowledges with 200 unless told otherwise", () => {
  expect(buildAck(21.5, 3)).toEqual({ value: 21.5, ac: 200, av: 3 });
  expect(buildAck(21.5, 3, 202, "heating")).toEqual({
    value: 21.5,
    ac: 202,
    av: 3,
    ad: "heating",
  });
});

test("reports an initial value with 203 and version 0", () => {
  expect(initialAck(20)).toEqual({ value: 20, ac: 203, av: 0 });
  expect(initialAck(20, "default")).toEqual({ value: 20, ac: 203, av: 0, ad: "default" });
});

test("gives back what was acknowledged", () => {
  fc.assert(
    fc.property(
      fc.jsonValue(),
      fc.nat(),
      fc.integer({ min: 100, max: 599 }),
      fc.option(fc.string(), { nil: undefined }),
      (value, version, code, description) => {
        const ack = buildAck(value, version, code, description);
        expect(parseAck(ack)).toEqual(ack);
      },
    ),
  );
});

test("takes a null description for none and passes over members of the device's own", () => {
  expect(parseAck({ value: 1, ac: 200, av: 1, ad: null, by: "fw 2" })).toEqual({
    value: 1,
    ac: 200,
    av: 1,
  });
});

test.each([
  [undefined],
  [null],
  [21.5],
  [[1, 200, 3]],
  [{ ac: 200, av: 3 }],
  [{ value: 1, av: 3 }],
  [{ value: 1, ac: 200 }],
  [{ value: 1, ac: "200", av: 3 }],
  [{ value: 1, ac: 200.5, av: 3 }],
  [{ value: 1, ac: 200, av: 3, ad: 7 }],
  [Object.create({ value: 1, ac: 200, av: 3 })],
])("takes %j for no acknowledgement", (reported) => {
  expect(parseAck(reported)).toBeUndefined();
});

test.each([
  [-1, 200],
  [1.5, 200],
  [Number.NaN, 200],
  [1, 99],
  [1, 600],
  [1, 200.5],
])("refuses version %d with code %d", (version, code) => {
  expect(() => buildAck(1, version, code)).toThrowError(
    expect.objectContaining({ code: "PNP_USAGE" }),
  );
});
