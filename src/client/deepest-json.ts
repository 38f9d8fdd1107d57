import { PnpError } from "../errors.js";

/** Objects and lists in one another that a value may have; a hub takes far fewer. */
const deepest = 100;

/** Refuses a value that holds itself, or is nested without sense, with `PNP_PAYLOAD_INVALID`. */
export function requireDepth(depth: number, what: string): void {
  if (depth <= deepest) return;
  throw new PnpError(
    "PNP_PAYLOAD_INVALID",
    `${what} has more than ${deepest} objects and lists in one another, or holds itself.`,
    { hint: "Nothing was sent. Give a value that JSON can write." },
  );
}
