import type { X509Certificate } from "node:crypto";
import type { Identity } from "./registry.js";
import { clientId } from "./target.js";
import { type DeviceAuthorities, isValid } from "./x509-authorities.js";

/** Why a certificate does not prove that its owner is the device or module; nothing when it does. */
export function certificateProblem(
  identity: Identity,
  certificate: X509Certificate,
  authorities: DeviceAuthorities,
  now: Date,
): string | undefined {
  const { authentication } = identity;
  if (authentication.type === "sas") return "the device signs in with a key, not a certificate";
  if (!isValid(certificate, now)) {
    return `the certificate is good from ${certificate.validFrom} to ${certificate.validTo}, not now`;
  }
  if (authentication.type === "selfSigned") {
    const { primaryThumbprint, secondaryThumbprint } = authentication;
    return hasThumbprint(certificate, [primaryThumbprint, secondaryThumbprint])
      ? undefined
      : "the thumbprint of the certificate is neither of the two registered";
  }
  const name = certificate.toLegacyObject().subject.CN;
  if (name !== clientId(identity)) {
    return `the certificate is for ${JSON.stringify(name)}, not for ${clientId(identity)}`;
  }
  return authorities.vouchFor(certificate, now)
    ? undefined
    : "no authority that the hub knows has signed the certificate";
}

/** SHA-1 or SHA-256, in either letter case. */
export function hasThumbprint(
  certificate: X509Certificate,
  registered: readonly (string | null)[],
): boolean {
  const own = [certificate.fingerprint, certificate.fingerprint256].map((text) =>
    text.replaceAll(":", "").toLowerCase(),
  );
  return registered.some((thumbprint) => thumbprint && own.includes(thumbprint.toLowerCase()));
}
