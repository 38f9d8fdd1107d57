import { generateKeys, loadX509, privateKeyPem, signingAlgorithm } from "./x509-making.js";

/** A server's certificate and key, and the authority that vouches for it; all PEM. */
export interface HubCertificates {
  /** What clients have to trust. */
  readonly caCertificate: string;
  readonly certificate: string;
  /** Stays in the process. */
  readonly privateKey: string;
}

const names = ["*.azure-devices.test", "*.servicebus.test", "localhost"];
const addresses = ["127.0.0.1", "::1"];
const day = 24 * 60 * 60 * 1000;
const lifetime = 90 * day;

let made: Promise<HubCertificates> | undefined;

/** The certificates that all hubs of this process share: they are good for any hub name, and slow to make. */
export function sharedCertificates(): Promise<HubCertificates> {
  made ??= createCertificates();
  return made;
}

async function createCertificates(): Promise<HubCertificates> {
  const x509 = await loadX509();
  const [caKeys, serverKeys] = await Promise.all([generateKeys(), generateKeys()]);
  const validity = {
    notBefore: new Date(Date.now() - day),
    notAfter: new Date(Date.now() + lifetime),
  };
  const ca = await x509.X509CertificateGenerator.createSelfSigned({
    name: "CN=twinplug local hub CA",
    keys: caKeys,
    signingAlgorithm,
    ...validity,
    extensions: [
      new x509.BasicConstraintsExtension(true, 0, true),
      new x509.KeyUsagesExtension(
        x509.KeyUsageFlags.keyCertSign | x509.KeyUsageFlags.cRLSign,
        true,
      ),
    ],
  });
  const server = await x509.X509CertificateGenerator.create({
    subject: "CN=twinplug local hub",
    issuer: ca.subject,
    publicKey: serverKeys.publicKey,
    signingKey: caKeys.privateKey,
    signingAlgorithm,
    ...validity,
    extensions: [
      new x509.BasicConstraintsExtension(false),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.digitalSignature, true),
      new x509.ExtendedKeyUsageExtension([x509.ExtendedKeyUsage.serverAuth]),
      new x509.SubjectAlternativeNameExtension([
        ...names.map((value) => ({ type: "dns" as const, value })),
        ...addresses.map((value) => ({ type: "ip" as const, value })),
      ]),
    ],
  });
  return {
    caCertificate: ca.toString("pem"),
    certificate: server.toString("pem"),
    privateKey: await privateKeyPem(serverKeys.privateKey),
  };
}
