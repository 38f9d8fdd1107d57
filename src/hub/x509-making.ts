import { webcrypto } from "node:crypto";

/** The library that makes certificates. Loaded late: it takes longer to load than all the rest of the hub. */
export async function loadX509(): Promise<typeof import("@peculiar/x509")> {
  await import("reflect-metadata");
  const x509 = await import("@peculiar/x509");
  x509.cryptoProvider.set(webcrypto);
  return x509;
}

const keyAlgorithm = { name: "ECDSA", namedCurve: "P-256" };

/** What the hub's certificates are signed with. */
export const signingAlgorithm: { readonly name: string; readonly hash: string } = {
  name: "ECDSA",
  hash: "SHA-256",
};

/** A fresh key pair, EC P-256. */
export function generateKeys(): Promise<webcrypto.CryptoKeyPair> {
  return webcrypto.subtle.generateKey(keyAlgorithm, true, ["sign", "verify"]);
}

/** A private key as PEM. */
export async function privateKeyPem(key: webcrypto.CryptoKey): Promise<string> {
  const bytes = Buffer.from(await webcrypto.subtle.exportKey("pkcs8", key));
  const lines = bytes.toString("base64").replace(/.{64}/g, "$&\n").trimEnd();
  return `-----BEGIN PRIVATE KEY-----\n${lines}\n-----END PRIVATE KEY-----\n`;
}

/** The private key that {@link privateKeyPem} wrote; rejects for a key of another kind. */
export function readPrivateKey(pem: string): Promise<webcrypto.CryptoKey> {
  const bytes = Buffer.from(pem.replace(/-----[^-]+-----|\s/g, ""), "base64");
  return webcrypto.subtle.importKey("pkcs8", bytes, keyAlgorithm, true, ["sign"]);
}
