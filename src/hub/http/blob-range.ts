import { BlobError } from "../blob/blob-error.js";

/** Bytes from one place up to before another. */
export interface ByteRange {
  readonly from: number;
  readonly to: number;
}

/** The part of `size` bytes that a range header asks for: `bytes=0-99` or `bytes=100-`. Nothing when there is none. */
export function readRange(
  header: string | readonly string[] | undefined,
  size: number,
): ByteRange | undefined {
  if (header === undefined) return undefined;
  const [, first, last] = /^bytes=(\d{1,15})-(\d{0,15})$/.exec(String(header)) ?? [];
  const from = Number(first);
  if (first === undefined || from >= size) {
    throw new BlobError("InvalidRange", `The range ${String(header)} is none of ${size} bytes.`);
  }
  const to = last === "" || last === undefined ? size : Math.min(Number(last) + 1, size);
  if (to <= from)
    throw new BlobError("InvalidRange", `The range ${String(header)} ends before it begins.`);
  return { from, to };
}
