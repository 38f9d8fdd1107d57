import { makeCertificate } from "./x509-making.js";

/** A server's certificate and key, and the authority that vouches for it; all PEM. */
export interface HubCertificates {
  /** What clients have to trust. */
  readonly caCertificate: string;
  readonly certificate: string;
  /** Stays in the process. */
  readonly privateKey: string;
}

/** Host names that the certificates are good for, whatever the hub is called. */
export const certifiedNames: readonly string[] = [
  "*.azure-devices.test",
  "*.servicebus.test",
  "*.blob.test",
  "localhost",
];
const addresses = ["127.0.0.1", "::1"];
const day = 24 * 60 * 60 * 1000;
const lifetime = 90 * day;

let made: Promise<HubCertificates> | undefined;

/** The certificates that all hubs of this process share: they are good for any hub name, and slow to make. */
export function sharedCertificates(): Promise<HubCertificates> {
  made ??= createCertificates();
  return made;
}

/** Fresh certificates, good for more IP addresses than loopback. The authority's key is thrown away. */
export async function createCertificates(more: readonly string[] = []): Promise<HubCertificates> {
  const validity = {
    notBefore: new Date(Date.now() - day),
    notAfter: new Date(Date.now() + lifetime),
  };
  const authority = await makeCertificate({
    commonName: "twinplug local hub CA",
    ...validity,
    use: { kind: "authority", depth: 0 },
  });
  const server = await makeCertificate({
    commonName: "twinplug local hub",
    ...validity,
    issuer: authority,
    use: { kind: "server", names: certifiedNames, addresses: [...addresses, ...more] },
  });
  return { caCertificate: authority.certificate, ...server };
}
