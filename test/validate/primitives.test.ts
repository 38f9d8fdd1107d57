import { expect, test } from "vitest";
import type { PrimitiveCode } from "../../src/schema/interface-schema.js";
import { createValidator } from "../../src/validate/validator.js";

const instances: Record<PrimitiveCode, readonly unknown[]> = {
  boolean: [true, false],
  byte: [-128, 0, -0, 127],
  bytes: ["", "AQID", "AQI=", "AQ==", "+/+/"],
  date: ["2026-11-20", "2024-02-29", "2000-02-29", "0001-01-01", "9999-12-31", "2026-04-30"],
  dateTime: [
    "2026-11-20T08:00:00Z",
    "2026-11-20T23:59:59.123456789-11:30",
    "2024-02-29T00:00:00+14:00",
  ],
  decimal: ["0", "12.50", "-1", "+1", "1.", "0.1", "123456789012345678901234567890"],
  double: [0, -0, 1.5, Number.MAX_VALUE, Number.MIN_VALUE, 12345678901234567890n],
  duration: [
    "P1Y2M",
    "P2W",
    "PT0.5S",
    "P1.5D",
    "PT36H",
    "P1Y",
    "P1.5Y",
    "P1M",
    "P2W3D",
    "P1DT1M",
    "P1Y2M3DT4H5M6.7S",
  ],
  float: [0, 0.1, 3.402823e38, -3.402823e38, 3.4028234663852886e38, 2n ** 127n],
  integer: [-2147483648, 2147483647],
  long: [-9007199254740991, 9007199254740991, -(2n ** 63n), 2n ** 63n - 1n, 0n],
  short: [-32768, 32767],
  string: ["", "x", "2026-11-20", "\u0000"],
  time: ["08:00:00Z", "23:59:59.5+23:59", "00:00:00-00:00"],
  unsignedByte: [0, -0, 255],
  unsignedInteger: [0, 4294967295],
  unsignedLong: [0, -0, 9007199254740991, 0n, 2n ** 64n - 1n],
  unsignedShort: [0, 65535],
  uuid: ["f81d4fae-7dec-11d0-a765-00a0c91e6bf6", "F81D4FAE-7DEC-11D0-A765-00A0C91E6BF6"],
};

const others: Record<PrimitiveCode, readonly unknown[]> = {
  boolean: [0, 1, "true"],
  byte: [-129, 128, 0.5, "1", 1n],
  bytes: ["A", "AQI", "AQ=", "A===", "AQ-_", "AQID\n", 7],
  date: [
    "2026-02-29",
    "1900-02-29",
    "2026-04-31",
    "2026-13-01",
    "2026-00-10",
    "2026-01-00",
    "0000-01-01",
    "26-01-01",
    "2026-1-1",
    "2026-11-20Z",
    "2026-11-20\n",
  ],
  dateTime: [
    42,
    "2026-11-20",
    "2026-11-20 08:00:00Z",
    "2026-11-20t08:00:00Z",
    "2026-11-20T08:00:00z",
    "2026-11-20T08:00:00",
    "2026-11-20T08:00Z",
    "2026-11-20T24:00:00Z",
    "2026-11-20T23:59:60Z",
    "2026-11-20T08:00:00+0100",
    "2026-11-20T08:00:00.Z",
    "2026-02-30T08:00:00Z",
  ],
  decimal: [1, "", ".5", "01", "1e3", "1,5", "--1", "-", "1\n"],
  double: [Number.NaN, Number.POSITIVE_INFINITY, "1", 10n ** 400n],
  duration: [
    "P",
    "P1YT",
    "PT",
    "P1.5Y2M",
    "P1W1M",
    "P1Y1W",
    "-P1D",
    "P1S",
    "1D",
    "PT1.S",
    "PT.5S",
    "P1M1Y",
    "P1,5D",
    "p1d",
  ],
  float: [3.402824e38, -3.402824e38, Number.NaN, 2n ** 128n, "1"],
  integer: [-2147483649, 2147483648, 1.5],
  long: [9007199254740992, 2 ** 63, 2n ** 63n, -(2n ** 63n) - 1n, 1.5, "1", 1e300],
  short: [-32769, 32768],
  string: [1, true, 1n],
  time: [
    "08:00:00",
    "08:00Z",
    "24:00:00Z",
    "08:60:00Z",
    "08:00:60Z",
    "08:00:00+24:00",
    "08:00:00+01",
    "8:00:00Z",
  ],
  unsignedByte: [-1, 256],
  unsignedInteger: [-1, 4294967296],
  unsignedLong: [-1, -1n, 2n ** 64n, 2 ** 64],
  unsignedShort: [-1, 65536],
  uuid: [
    "",
    "{f81d4fae-7dec-11d0-a765-00a0c91e6bf6}",
    "f81d4fae7dec11d0a76500a0c91e6bf6",
    "g81d4fae-7dec-11d0-a765-00a0c91e6bf6",
  ],
};

const codes = Object.keys(instances) as PrimitiveCode[];

test.each(codes)("takes the values that are %s", (code) => {
  const validator = createValidator(code);
  for (const value of instances[code])
    expect([value, validator.validate(value)]).toEqual([value, []]);
});

test.each(codes)("refuses the values that are not %s", (code) => {
  const validator = createValidator(code);
  for (const value of [...others[code], null, {}, [], undefined, Symbol("s")]) {
    expect([value, validator.validate(value).length]).toEqual([value, 1]);
  }
});
