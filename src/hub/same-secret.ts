import { timingSafeEqual } from "node:crypto";

/** Compares what was shown with what is expected, in the same time whatever the two are. */
export function isSameSecret(shown: string | Buffer, expected: string | Buffer): boolean {
  const [one, other] = [bytesOf(shown), bytesOf(expected)];
  return one.length === other.length && timingSafeEqual(one, other);
}

function bytesOf(secret: string | Buffer): Buffer {
  return typeof secret === "string" ? Buffer.from(secret) : secret;
}
