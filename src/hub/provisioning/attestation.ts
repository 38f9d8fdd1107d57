import type { X509Certificate } from "node:crypto";
import type { Authentication } from "../identity.js";
import { covers, isExpired, isSignedBy, parseSasToken } from "../sas-token.js";
import { hasThumbprint } from "../x509-access.js";
import { isValid } from "../x509-authorities.js";
import { groupAuthorities } from "./attestation-body.js";
import type { Candidate } from "./candidate.js";
import { parseCertificate } from "./certificate-text.js";
import type { CertificateAttestation, KeyAttestation } from "./records.js";

/** Who asks to be registered, and what shows that it is so. */
export interface Registrant {
  readonly registrationId: string;
  /** A shared access signature; empty where the certificate counts. */
  readonly token: string;
  readonly certificate: X509Certificate | undefined;
}

/** What a proof is judged by, besides the enrollment. */
export interface AttestationContext {
  readonly idScope: string;
  readonly now: Date;
  /** PEM of the authority of a name. */
  authority(name: string): string | undefined;
}

/** Name of the "policy" that every registering device's token carries. */
const policy = "registration";

/** Why the registrant is not whom the enrollment is for; nothing when it is. */
export function attestationProblem(
  { enrollment: { attestation }, keys }: Candidate,
  registrant: Registrant,
  context: AttestationContext,
): string | undefined {
  if (keys) return tokenProblem(registrant, keys, context);
  if (attestation.type === "x509") return certificateProblem(attestation, registrant, context);
  throw new TypeError("an enrollment is by key or by certificate");
}

/** By what the device signs in to the hub: the same as it has registered with. */
export function hubAuthentication(
  { keys }: Candidate,
  { certificate }: Registrant,
): Authentication {
  if (keys) {
    const { primaryKey, secondaryKey } = keys;
    return { type: "sas", primaryKey, secondaryKey };
  }
  const primaryThumbprint = certificate?.fingerprint256.replaceAll(":", "") ?? null;
  return { type: "selfSigned", primaryThumbprint, secondaryThumbprint: null };
}

function tokenProblem(
  { token: text, registrationId }: Registrant,
  { primaryKey, secondaryKey }: KeyAttestation,
  { idScope, now }: AttestationContext,
): string | undefined {
  const token = parseSasToken(text);
  if (!token) return "there is no shared access signature";
  if (token.policy !== policy) return `the token is not of the policy ${policy}`;
  if (!covers(token, [idScope.toLowerCase()], ["registrations", registrationId])) {
    return `the token is not for ${idScope}/registrations/${registrationId}`;
  }
  if (!isSignedBy(token, [primaryKey, secondaryKey])) return "the signature is wrong";
  return isExpired(token, now) ? "the token has expired" : undefined;
}

function certificateProblem(
  attestation: CertificateAttestation,
  { certificate, registrationId }: Registrant,
  { now, authority }: AttestationContext,
): string | undefined {
  if (!certificate) return "there is no certificate";
  const name: unknown = certificate.toLegacyObject().subject.CN;
  if (typeof name !== "string" || name.toLowerCase() !== registrationId.toLowerCase()) {
    return `the certificate is for ${JSON.stringify(name)}, not for ${registrationId}`;
  }
  if (!isValid(certificate, now)) return "the certificate's time is over, or yet to come";
  if (attestation.part !== "clientCertificates") {
    return groupAuthorities(attestation, authority).vouchFor(certificate, now)
      ? undefined
      : "no authority of the enrollment group has signed the certificate";
  }
  const enrolled = [attestation.primary, attestation.secondary].map(
    (der) => der && parseCertificate(der).fingerprint256.replaceAll(":", ""),
  );
  return hasThumbprint(certificate, enrolled)
    ? undefined
    : "the certificate is not the enrolled one";
}
