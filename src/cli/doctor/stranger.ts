import type { Answer } from "./ask.js";
import { type Finding, problem } from "./finding.js";

/** What a hub may say without a name or number. */
const bare = [204, 401, 403, 429];

/**
 * Whether no hub answers so: what is asked of one here it refuses, and a refusal of a hub has a name or a number. A
 * proxy or the web server of a hotel has neither.
 */
export function isStranger({ status, error, number }: Answer): boolean {
  return status < 500 && !bare.includes(status) && error === "" && number === 0;
}

export function strangerFinding({ status, message }: Answer): Finding {
  const said = [`HTTP ${status}`, message].filter(Boolean).join(": ");
  return problem(
    "sign-in",
    "PNP_TRANSPORT",
    `what answers is no hub: it says ${said}, and no hub says so`,
    "Look for a proxy, a firewall, a sign-in page of the network or another program there, and compare the host name.",
  );
}
