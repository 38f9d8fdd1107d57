/** Least and greatest value of an integer primitive. */
export type IntegerRange = readonly [least: number | bigint, greatest: number | bigint];

/** The integer primitives whose values a JavaScript number always holds exactly. */
export const integerRanges: Readonly<
  Record<
    "byte" | "short" | "integer" | "unsignedByte" | "unsignedShort" | "unsignedInteger",
    readonly [least: number, greatest: number]
  >
> = {
  byte: [-128, 127],
  short: [-32768, 32767],
  integer: [-2147483648, 2147483647],
  unsignedByte: [0, 255],
  unsignedShort: [0, 65535],
  unsignedInteger: [0, 4294967295],
};

/** The integer primitives of 64 bits. */
export const longRanges: Readonly<
  Record<"long" | "unsignedLong", readonly [least: bigint, greatest: bigint]>
> = {
  long: [-(2n ** 63n), 2n ** 63n - 1n],
  unsignedLong: [0n, 2n ** 64n - 1n],
};

/**
 * First number that is too large for a `float`: halfway between the greatest 32-bit float and 2^128, where rounding
 * to 32 bits gives infinity.
 */
export const floatBound: number = 2 ** 128 - 2 ** 103;
