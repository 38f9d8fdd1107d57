import { X509Certificate } from "node:crypto";
import { PnpError } from "../errors.js";
import { MemoryStore } from "./store/memory-store.js";
import type { Store } from "./store/store.js";

const longestChain = 10;
const pemCertificate = /-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g;

/** The authorities whose signature makes a device's certificate good. */
export class DeviceAuthorities {
  /** As PEM, by fingerprint. */
  readonly #kept: Map<string, string>;
  readonly #known: X509Certificate[];

  constructor(store: Store = new MemoryStore()) {
    this.#kept = store.map("authorities");
    this.#known = [...this.#kept.values()].map(read);
  }

  /** Takes PEM, one certificate or several. Throws `PNP_USAGE` when it holds none, or one that may not sign others. */
  add(pem: string): void {
    const certificates = [...pem.matchAll(pemCertificate)].map(([text]) => read(text));
    if (certificates.length === 0) refuse("The text holds no PEM certificate");
    for (const { ca, subject } of certificates) {
      if (!ca) refuse(`The certificate ${JSON.stringify(subject)} is not of an authority`);
    }
    for (const certificate of certificates) {
      if (this.#kept.has(certificate.fingerprint256)) continue;
      this.#kept.set(certificate.fingerprint256, certificate.toString());
      this.#known.push(certificate);
    }
  }

  /** Whether signatures lead from a certificate, over what its owner sent along, to a known authority. */
  vouchFor(certificate: X509Certificate, now: Date): boolean {
    let signed = certificate;
    for (let depth = 0; depth < longestChain; depth += 1) {
      const current = signed;
      if (this.#known.some((known) => isSignedBy(current, known) && isValid(known, now))) {
        return true;
      }
      const next = current.issuerCertificate;
      if (!next?.ca || !isSignedBy(current, next) || !isValid(next, now)) return false;
      signed = next;
    }
    return false;
  }
}

/** Whether a certificate's time has come and is not over. */
export function isValid({ validFrom, validTo }: X509Certificate, now: Date): boolean {
  return new Date(validFrom) <= now && now <= new Date(validTo);
}

function isSignedBy(certificate: X509Certificate, issuer: X509Certificate): boolean {
  return certificate.checkIssued(issuer) && certificate.verify(issuer.publicKey);
}

function read(pem: string): X509Certificate {
  try {
    return new X509Certificate(pem);
  } catch {
    return refuse("The text is no certificate in PEM form");
  }
}

function refuse(problem: string): never {
  throw new PnpError("PNP_USAGE", `${problem}.`, {
    hint: "Give the certificate of the authority that signed the devices' certificates, as PEM.",
  });
}
