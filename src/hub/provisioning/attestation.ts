import type { X509Certificate } from "node:crypto";
import { covers, isExpired, isSignedBy, parseSasToken } from "../sas-token.js";
import { hasThumbprint } from "../x509-access.js";
import { isValid } from "../x509-authorities.js";
import type { Enrollment } from "./enrollments.js";

/** Who asks to be registered, and what shows that it is so. */
export interface Registrant {
  readonly registrationId: string;
  /** A shared access signature; empty where the certificate counts. */
  readonly token: string;
  readonly certificate: X509Certificate | undefined;
}

/** Name of the "policy" that every registering device's token carries. */
const policy = "registration";

/** Why the registrant is not whom the enrollment is for; nothing when it is. */
export function attestationProblem(
  { authentication }: Enrollment,
  registrant: Registrant,
  idScope: string,
  now: Date,
): string | undefined {
  return authentication.type === "sas"
    ? tokenProblem(
        registrant,
        [authentication.primaryKey, authentication.secondaryKey],
        idScope,
        now,
      )
    : certificateProblem(registrant, [authentication.primaryThumbprint], now);
}

function tokenProblem(
  { token: text, registrationId }: Registrant,
  keys: readonly string[],
  idScope: string,
  now: Date,
): string | undefined {
  const token = parseSasToken(text);
  if (!token) return "there is no shared access signature";
  if (token.policy !== policy) return `the token is not of the policy ${policy}`;
  if (!covers(token, [idScope.toLowerCase()], ["registrations", registrationId])) {
    return `the token is not for ${idScope}/registrations/${registrationId}`;
  }
  if (!isSignedBy(token, keys)) return "the signature is wrong";
  return isExpired(token, now) ? "the token has expired" : undefined;
}

function certificateProblem(
  { certificate, registrationId }: Registrant,
  thumbprints: readonly (string | null)[],
  now: Date,
): string | undefined {
  if (!certificate) return "there is no certificate";
  const name = certificate.toLegacyObject().subject.CN;
  if (name !== registrationId) {
    return `the certificate is for ${JSON.stringify(name)}, not for ${registrationId}`;
  }
  if (!hasThumbprint(certificate, thumbprints)) return "the thumbprint is not the enrolled one";
  return isValid(certificate, now) ? undefined : "the certificate's time is over, or yet to come";
}
