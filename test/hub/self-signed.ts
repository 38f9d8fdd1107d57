import { webcrypto } from "node:crypto";

/** A certificate that signed itself, made by another library than the hub's; PEM. */
export interface SelfSigned {
  readonly cert: string;
  /** PKCS #8. */
  readonly key: string;
}

const algorithms = {
  EC: { name: "ECDSA", namedCurve: "P-256", hash: "SHA-256" },
  RSA: {
    name: "RSASSA-PKCS1-v1_5",
    hash: "SHA-256",
    publicExponent: new Uint8Array([1, 0, 1]),
    modulusLength: 2048,
  },
};

/** Makes one that may sign others, with a name as `O=Contoso, CN=root`. */
export async function makeSelfSigned(
  name: string,
  kind: keyof typeof algorithms,
): Promise<SelfSigned> {
  await import("reflect-metadata");
  const x509 = await import("@peculiar/x509");
  x509.cryptoProvider.set(webcrypto);
  const algorithm = algorithms[kind];
  const keys = await webcrypto.subtle.generateKey(algorithm, true, ["sign", "verify"]);
  const usages = x509.KeyUsageFlags.keyCertSign | x509.KeyUsageFlags.digitalSignature;
  const made = await x509.X509CertificateGenerator.createSelfSigned({
    name,
    keys,
    signingAlgorithm: algorithm,
    extensions: [
      new x509.BasicConstraintsExtension(true, undefined, true),
      new x509.KeyUsagesExtension(usages, true),
      // Some authorities call their keys by other numbers than most do.
      new x509.SubjectKeyIdentifierExtension("00112233445566778899"),
    ],
  });
  const bytes = Buffer.from(await webcrypto.subtle.exportKey("pkcs8", keys.privateKey));
  const text = bytes.toString("base64").replace(/.{64}/g, "$&\n").trimEnd();
  return {
    cert: `${made.toString("pem")}\n`,
    key: `-----BEGIN PRIVATE KEY-----\n${text}\n-----END PRIVATE KEY-----\n`,
  };
}
