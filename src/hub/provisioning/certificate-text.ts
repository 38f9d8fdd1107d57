import { X509Certificate } from "node:crypto";
import type { JsonRecord } from "../../convention/record.js";
import { ServiceError } from "../service-error.js";

/**
 * Reads a certificate as enrollments give it: PEM, or base64 of PEM or of DER. Answers base64 of DER; throws 400 for
 * anything else, naming the place.
 */
export function readCertificate(text: string, place: string): string {
  const bytes = text.includes("-----BEGIN") ? text : Buffer.from(text, "base64");
  try {
    return new X509Certificate(bytes).raw.toString("base64");
  } catch {
    throw new ServiceError(
      "ArgumentInvalid",
      `${place} is no X.509 certificate; expected PEM, or base64 of PEM or DER`,
    );
  }
}

/** A certificate of an enrollment. */
export function parseCertificate(der: string): X509Certificate {
  return new X509Certificate(Buffer.from(der, "base64"));
}

/** What the service tells of a certificate in place of itself. */
export function certificateInfo(der: string): JsonRecord {
  const certificate = parseCertificate(der);
  const { subject, issuer, serialNumber, validFrom, validTo } = certificate;
  return {
    subjectName: oneLine(subject),
    sha1Thumbprint: certificate.fingerprint.replaceAll(":", ""),
    sha256Thumbprint: certificate.fingerprint256.replaceAll(":", ""),
    issuerName: oneLine(issuer),
    notBeforeUtc: new Date(validFrom).toISOString(),
    notAfterUtc: new Date(validTo).toISOString(),
    serialNumber,
    version: 3,
  };
}

/** Node writes one part of a name in each line, and nothing for a name without parts. */
function oneLine(name: string | undefined): string {
  return name?.split("\n").join(", ") ?? "";
}
