import { X509Certificate } from "node:crypto";
import type { HubCertificates } from "../certificates.js";
import type { Store } from "./store.js";

const day = 24 * 60 * 60 * 1000;

/**
 * The hub's certificates of before, so that clients that trust its authority still do; new ones where there are none,
 * where their time is nearly over, or where they are not good for all of `names`, host names and addresses.
 */
export async function keptCertificates(
  store: Store,
  names: readonly string[],
  make: () => Promise<HubCertificates>,
): Promise<HubCertificates> {
  const kept = store.map<HubCertificates>("certificates");
  const known = kept.get("server");
  if (known && isGood(known, names)) return known;
  const made = await make();
  kept.set("server", made);
  return made;
}

function isGood({ certificate }: HubCertificates, names: readonly string[]): boolean {
  const parsed = new X509Certificate(certificate);
  const covered = parsed.subjectAltName ?? "";
  const lasts = Date.parse(parsed.validTo) > Date.now() + day;
  return lasts && names.every((name) => covered.includes(`:${name}`));
}
