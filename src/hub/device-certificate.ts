import { X509Certificate } from "node:crypto";
import { makeCertificate } from "./x509-making.js";

/** What a certificate shall say. */
export interface DeviceCertificateOptions {
  /** Device id, `<device id>/<module id>`, or any name for an authority; at most 64 characters. */
  readonly commonName: string;
  /** Who signs: an authority with a key on an elliptic curve, made here or elsewhere. Default: the certificate itself. */
  readonly issuer?: Pick<DeviceCertificate, "cert" | "key">;
  /** Whether it may sign others; default: no. */
  readonly authority?: boolean;
  /** Default: a day ago. */
  readonly notBefore?: Date;
  /** Default: 90 days from now. */
  readonly notAfter?: Date;
}

/** A certificate with its key, named as devices' SDKs and `connectDevice` take them. */
export interface DeviceCertificate {
  /** PEM; followed by those of its issuers, without the one that signed itself. */
  readonly cert: string;
  /** PEM, PKCS #8. */
  readonly key: string;
  /** SHA-1 of the certificate: 40 hexadecimal digits. */
  readonly sha1Thumbprint: string;
  /** SHA-256 of the certificate: 64 hexadecimal digits. */
  readonly sha256Thumbprint: string;
}

const day = 24 * 60 * 60 * 1000;
const lifetime = 90 * day;

/** Makes a certificate for tests: of a device or module, or of an authority that signs them. */
export async function makeDeviceCertificate(
  options: DeviceCertificateOptions,
): Promise<DeviceCertificate> {
  const { commonName, issuer, authority = false } = options;
  const { certificate: own, privateKey } = await makeCertificate({
    commonName,
    notBefore: options.notBefore ?? new Date(Date.now() - day),
    notAfter: options.notAfter ?? new Date(Date.now() + lifetime),
    use: { kind: authority ? "authority" : "client" },
    ...(issuer && { issuer: { certificate: issuer.cert, privateKey: issuer.key } }),
  });
  const { fingerprint, fingerprint256 } = new X509Certificate(own);
  return {
    cert: issuer ? [own, ...chainOf(issuer)].join("\n") : own,
    key: privateKey,
    sha1Thumbprint: fingerprint.replaceAll(":", ""),
    sha256Thumbprint: fingerprint256.replaceAll(":", ""),
  };
}

/** What a client has to send beside its own certificate: the root is known to the other side, or worth nothing. */
function chainOf({ cert }: Pick<DeviceCertificate, "cert">): readonly string[] {
  const { subject, issuer } = new X509Certificate(cert);
  return subject === issuer ? [] : [cert];
}
