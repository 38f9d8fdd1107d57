import { webcrypto } from "node:crypto";
import type { Extension } from "@peculiar/x509";

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
  /** Who signs: a key on the curve P-256, and its certificate. Default: the certificate itself. */
  readonly issuer?: CertifiedKey;
  readonly use: CertificateUse;
}

type X509 = typeof import("@peculiar/x509");

const keyAlgorithm = { name: "ECDSA", namedCurve: "P-256" };
const signingAlgorithm = { name: "ECDSA", hash: "SHA-256" };

/** The library that makes certificates. Loaded late: it takes longer to load than all the rest of the hub. */
async function loadX509(): Promise<X509> {
  await import("reflect-metadata");
  const x509 = await import("@peculiar/x509");
  x509.cryptoProvider.set(webcrypto);
  return x509;
}

/** Makes a key (EC, P-256) and a certificate for it. Rejects where the issuer's key is of another kind. */
export async function makeCertificate(content: CertificateContent): Promise<CertifiedKey> {
  const [x509, keys] = await Promise.all([
    loadX509(),
    webcrypto.subtle.generateKey(keyAlgorithm, true, ["sign", "verify"]),
  ]);
  const issuer = content.issuer && new x509.X509Certificate(content.issuer.certificate);
  const signingKey = content.issuer
    ? await readPrivateKey(content.issuer.privateKey)
    : keys.privateKey;
  const subject = new x509.Name([{ CN: [{ utf8String: content.commonName }] }]);
  const made = await x509.X509CertificateGenerator.create({
    subject,
    issuer: issuer?.subjectName ?? subject,
    publicKey: keys.publicKey,
    signingKey,
    signingAlgorithm,
    notBefore: content.notBefore,
    notAfter: content.notAfter,
    extensions: [
      ...extensionsFor(content.use, x509),
      await x509.SubjectKeyIdentifierExtension.create(keys.publicKey, false, webcrypto),
      await x509.AuthorityKeyIdentifierExtension.create(
        issuer?.publicKey ?? keys.publicKey,
        false,
        webcrypto,
      ),
    ],
  });
  return {
    certificate: `${made.toString("pem")}\n`,
    privateKey: await privateKeyPem(keys.privateKey),
  };
}

function extensionsFor(use: CertificateUse, x509: X509): Extension[] {
  const { KeyUsageFlags: usages, ExtendedKeyUsage: purposes } = x509;
  if (use.kind === "authority") {
    return [
      new x509.BasicConstraintsExtension(true, use.depth, true),
      new x509.KeyUsagesExtension(usages.keyCertSign | usages.cRLSign, true),
    ];
  }
  const purpose = use.kind === "server" ? purposes.serverAuth : purposes.clientAuth;
  const own = [
    new x509.BasicConstraintsExtension(false),
    new x509.KeyUsagesExtension(usages.digitalSignature, true),
    new x509.ExtendedKeyUsageExtension([purpose]),
  ];
  if (use.kind === "client") return own;
  const names = new x509.SubjectAlternativeNameExtension([
    ...use.names.map((value) => ({ type: "dns" as const, value })),
    ...use.addresses.map((value) => ({ type: "ip" as const, value })),
  ]);
  return [...own, names];
}

async function privateKeyPem(key: webcrypto.CryptoKey): Promise<string> {
  const bytes = Buffer.from(await webcrypto.subtle.exportKey("pkcs8", key));
  const lines = bytes.toString("base64").replace(/.{64}/g, "$&\n").trimEnd();
  return `-----BEGIN PRIVATE KEY-----\n${lines}\n-----END PRIVATE KEY-----\n`;
}

function readPrivateKey(pem: string): Promise<webcrypto.CryptoKey> {
  const bytes = Buffer.from(pem.replace(/-----[^-]+-----|\s/g, ""), "base64");
  return webcrypto.subtle.importKey("pkcs8", bytes, keyAlgorithm, true, ["sign"]);
}
