import { createPrivateKey, generateKeyPairSync, sign, X509Certificate } from "node:crypto";
import { PnpError } from "../errors.js";
import type { CertificateIssuer } from "./x509-writer.js";

/** A certificate and its key; both PEM. */
export interface CertifiedKey {
  readonly certificate: string;
  /** PKCS #8. */
  readonly privateKey: string;
}

/** What a certificate may be used for. */
export type CertificateUse =
  /** Signs others; `depth` authorities may stand below it, default any number. */
  | { readonly kind: "authority"; readonly depth?: number }
  | {
      readonly kind: "server";
      readonly names: readonly string[];
      readonly addresses: readonly string[];
    }
  | { readonly kind: "client" };

/** What a certificate shall say. */
export interface CertificateContent {
  readonly commonName: string;
  readonly notBefore: Date;
  readonly notAfter: Date;
  /** Who signs: a key on an elliptic curve, and its certificate. Default: the certificate itself. */
  readonly issuer?: CertifiedKey;
  readonly use: CertificateUse;
}

/** Makes a key (EC, P-256) and a certificate for it. Rejects with `PNP_USAGE` where the issuer's key is of another kind. */
export async function makeCertificate(content: CertificateContent): Promise<CertifiedKey> {
  // Loaded late: who only reads certificates needs no writer.
  const { writeCertificate } = await import("./x509-writer.js");
  const keys = generateKeyPairSync("ec", {
    namedCurve: "P-256",
    publicKeyEncoding: { type: "spki", format: "der" },
    privateKeyEncoding: { type: "pkcs8", format: "pem" },
  });
  const { issuer } = content;
  const signingKey = issuer?.privateKey ?? keys.privateKey;
  const bytes = writeCertificate(content, keys.publicKey, issuer && readIssuer(issuer), (signed) =>
    sign("sha256", signed, signingKey),
  );
  return { certificate: new X509Certificate(bytes).toString(), privateKey: keys.privateKey };
}

function readIssuer({ certificate, privateKey }: CertifiedKey): CertificateIssuer {
  const key = readPem("key", () => createPrivateKey(privateKey));
  if (key.asymmetricKeyType !== "ec") refuse("The issuer's key is not one on an elliptic curve");
  const { raw, publicKey } = readPem("certificate", () => new X509Certificate(certificate));
  return { certificate: raw, publicKey: publicKey.export({ type: "spki", format: "der" }) };
}

function readPem<T>(what: string, read: () => T): T {
  try {
    return read();
  } catch {
    return refuse(`The issuer's ${what} is none in PEM form`);
  }
}

function refuse(problem: string): never {
  throw new PnpError("PNP_USAGE", `${problem}.`, {
    hint: "Make the issuer with `authority: true`, or give its PEM texts whole.",
  });
}
