import { expect, test } from "vitest";
import { validateInstance } from "../../src/dtdl/instance.js";
import { type PrimitiveKind, primitiveKinds } from "../../src/dtdl/model.js";
import { primitive } from "../schema/elements.js";

/** JSON texts of each primitive; those of string-valued ones without their quotes. */
const accepted: Record<PrimitiveKind, readonly string[]> = {
  Boolean: ["true", "false", " true\n"],
  Byte: ["-128", "-1", "-0", "0", "127"],
  Bytes: strings("", "AQID", "AQI=", "AQ==", "+/+/", "////"),
  Date: strings("2026-11-20", "0001-01-01", "9999-12-31", "2024-02-29", "2000-02-29", "2026-04-30"),
  DateTime: strings(
    "2026-11-20T08:00:00Z",
    "0001-01-01T00:00:00Z",
    "9999-12-31T23:59:59.999999999999Z",
    "2024-02-29T23:59:59+05:30",
    "2026-11-20T08:00:00-00:00",
  ),
  Decimal: strings("0", "-0", "+1", "1.", "1.50", "-12.000", `1${"0".repeat(400)}.5`),
  Double: ["0", "-0", "1.0", "1e2", "-1.5E-7", "1.7976931348623157e308", "5e-324", "1e-400"],
  Duration: strings(
    "P1Y2M",
    "P2W",
    "PT0.5S",
    "P1.5D",
    "PT36H",
    "P0.5Y",
    "P1W2D",
    "P1Y2M3DT4H5M6.7S",
    "PT1.5M",
    "P1Y5D",
  ),
  Float: ["0", "0.1", "3.402823E+38", "-3.402823e38", "3.4028235e38", "1e-60", "16777217"],
  Integer: ["-2147483648", "2147483647", "-0", "0"],
  Long: ["-9223372036854775808", "9223372036854775807", "9007199254740993", "-0"],
  Short: ["-32768", "32767", "0"],
  String: ['""', '"x"', '"2026-11-20"', '"\\u0000\\ud800"', '"null"'],
  Time: strings("00:00:00Z", "23:59:59Z", "08:00:00.123+14:00", "08:00:00-23:59"),
  UnsignedByte: ["0", "255"],
  UnsignedInteger: ["0", "4294967295"],
  UnsignedLong: ["0", "18446744073709551615", "9007199254740993"],
  UnsignedShort: ["0", "65535"],
  Uuid: strings("f81d4fae-7dec-11d0-a765-00a0c91e6bf6", "F81D4FAE-7DEC-11D0-A765-00A0C91E6BF6"),
};

const noIntegers = ["1.0", "0.0", "-0.0", "1e2", "1E0", "10e-1", '"1"'];

const refused: Record<PrimitiveKind, readonly string[]> = {
  Boolean: ["0", "1", '"true"'],
  Byte: [...noIntegers, "-129", "128"],
  Bytes: [
    "7",
    ...strings("A", "AQ", "AQI", "AQ=", "A===", "====", "AQ-_", "AQID\n", "AQ ID", "A=QI"),
  ],
  Date: strings(
    "0000-01-01",
    "2026-02-29",
    "1900-02-29",
    "2026-04-31",
    "2026-13-01",
    "2026-00-10",
    "2026-01-00",
    "2026-1-1",
    "26-01-01",
    "12026-01-01",
    "2026-11-20Z",
    "2026-11-20\n",
    "20261120",
    "２０２６-11-20",
  ),
  DateTime: strings(
    "2026-11-20",
    "2026-11-20 08:00:00Z",
    "2026-11-20t08:00:00Z",
    "2026-11-20T08:00:00z",
    "2026-11-20T08:00:00",
    "2026-11-20T08:00Z",
    "2026-11-20T24:00:00Z",
    "2026-11-20T23:59:60Z",
    "2026-11-20T08:00:00+0100",
    "2026-11-20T08:00:00+01",
    "2026-11-20T08:00:00.Z",
    "2026-11-20T08:00:00,5Z",
    "2026-02-30T08:00:00Z",
    "0000-01-01T00:00:00Z",
  ),
  Decimal: [
    "1",
    ...strings("", ".5", "01", "1e3", "1,5", "--1", "-", "+", "1.5.5", "1\n", " 1", "٣"),
  ],
  Double: ['"1"', "1e309", "-1e309", `1${"0".repeat(400)}`],
  Duration: strings(
    "",
    "P",
    "PT",
    "P1",
    "P1YT",
    "P1.5Y2M",
    "P1.5DT1H",
    "P1W1M",
    "P1Y1W",
    "P1D1W",
    "P1M1Y",
    "PT1S1M",
    "-P1D",
    "P-1D",
    "P1S",
    "PT1D",
    "1D",
    "PT1.S",
    "PT.5S",
    "P1,5D",
    "p1d",
    "P1D\n",
  ),
  Float: ['"1"', "3.402824E+38", "-3.402824E+38", "1e39", "1e400"],
  Integer: [...noIntegers, "-2147483649", "2147483648"],
  Long: [...noIntegers, "-9223372036854775809", "9223372036854775808", "1".repeat(1000)],
  Short: [...noIntegers, "-32769", "32768"],
  String: ["1", "true"],
  Time: strings(
    "08:00:00",
    "08:00Z",
    "24:00:00Z",
    "08:60:00Z",
    "08:00:60Z",
    "08:00:00+24:00",
    "08:00:00+01:60",
    "08:00:00+01",
    "08:00:00z",
    "8:00:00Z",
    "T08:00:00Z",
  ),
  UnsignedByte: [...noIntegers, "-0", "-1", "256"],
  UnsignedInteger: [...noIntegers, "-0", "-1", "4294967296"],
  UnsignedLong: [...noIntegers, "-0", "-1", "18446744073709551616"],
  UnsignedShort: [...noIntegers, "-0", "-1", "65536"],
  Uuid: strings(
    "",
    "{f81d4fae-7dec-11d0-a765-00a0c91e6bf6}",
    "f81d4fae7dec11d0a76500a0c91e6bf6",
    "g81d4fae-7dec-11d0-a765-00a0c91e6bf6",
    "urn:uuid:f81d4fae-7dec-11d0-a765-00a0c91e6bf6",
  ),
};

const ofNoPrimitive = ["null", "{}", "[]", "[1]", "", "nul", "01", "+1", "NaN", "'x'", "1 2"];

function strings(...texts: readonly string[]): readonly string[] {
  return texts.map((text) => JSON.stringify(text));
}

test.each(primitiveKinds)("takes the texts that are %s", (kind) => {
  const schema = primitive(kind);
  const wrong = accepted[kind].filter((text) => validateInstance(schema, text).length > 0);
  expect(wrong).toEqual([]);
});

test.each(primitiveKinds)("finds one fault in each text that is not %s", (kind) => {
  const schema = primitive(kind);
  const texts = [...refused[kind], ...ofNoPrimitive];
  expect(texts.filter((text) => validateInstance(schema, text).length !== 1)).toEqual([]);
});

test("says what was expected and what was found, as it was written", () => {
  const got = (kind: PrimitiveKind, text: string) => validateInstance(primitive(kind), text);
  expect(got("Byte", " 1.0")).toEqual([
    {
      code: "type",
      message: "expected a whole number from -128 to 127, found the number 1.0",
      path: "",
      expected: "a whole number from -128 to 127",
      got: "the number 1.0",
      location: { source: "<text>", line: 1, column: 2, endLine: 1, endColumn: 5 },
    },
  ]);
  expect(got("Long", "9223372036854775808")).toMatchObject([
    { code: "range", got: "the number 9223372036854775808" },
  ]);
  expect(got("DateTime", '"2026-11-20 08:00:00Z"')).toMatchObject([
    { code: "format", expected: "a date-time string such as 2026-11-20T08:00:00Z" },
  ]);
});

test("judges texts of many megabytes in every string-valued primitive", () => {
  const long = "1".repeat(20_000_000);
  const judge = (kind: PrimitiveKind, text: string) =>
    validateInstance(primitive(kind), `"${text}"`).length;
  expect(judge("Bytes", long)).toBe(0);
  expect(judge("Bytes", `${long}1`)).toBe(1);
  expect(judge("Decimal", `${long}.${long}`)).toBe(0);
  expect(judge("Decimal", `${long}x`)).toBe(1);
  expect(judge("Duration", `P${long}Y${long}M`)).toBe(0);
  expect(judge("Duration", `P${long}.${long}Y${long}`)).toBe(1);
  expect(judge("Time", `08:00:00.${long}`)).toBe(1);
});
