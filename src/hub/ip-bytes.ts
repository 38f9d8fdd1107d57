import { isIPv4, isIPv6 } from "node:net";
import { PnpError } from "../errors.js";

const groupsOfIPv6 = 8;

/** The 4 or 16 bytes of an IP address, without its zone. Throws `PNP_USAGE` when the text is none. */
export function ipBytes(address: string): Buffer {
  if (isIPv4(address)) return Buffer.from(address.split(".").map(Number));
  const [own = ""] = address.split("%");
  if (!isIPv6(own)) {
    throw new PnpError("PNP_USAGE", `${JSON.stringify(address)} is no IP address.`, {
      hint: "Write it as 192.168.1.20 or fe80::1.",
    });
  }
  // A URL's host has one way of writing: groups in hexadecimal, the longest run of zeros left out.
  const written = new URL(`http://[${own}]`).hostname.slice(1, -1);
  const [before = [], after = []] = written
    .split("::")
    .map((part) => part.split(":").filter((group) => group !== ""));
  const zeros = Array<string>(groupsOfIPv6 - before.length - after.length).fill("0");
  const groups = [...before, ...zeros, ...after];
  return Buffer.from(groups.map((group) => group.padStart(4, "0")).join(""), "hex");
}
