import { execFileSync } from "node:child_process";
import { X509Certificate } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { expect, onTestFinished, test } from "vitest";
import { createCertificates } from "../../src/hub/certificates.js";
import { makeDeviceCertificate } from "../../src/hub/index.js";
import { makeSelfSigned } from "./self-signed.js";

const { OPENSSL: program = "openssl" } = process.env;

/** What OpenSSL says of a certificate, as strictly as it can; nothing where there is no OpenSSL. */
function openssl(ca: string, certificate: string, chain = ""): string | undefined {
  const folder = mkdtempSync(join(tmpdir(), "twinplug-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const file = (name: string, text: string): string => {
    writeFileSync(join(folder, name), text);
    return join(folder, name);
  };
  const untrusted = chain === "" ? [] : ["-untrusted", file("chain.pem", chain)];
  const args = ["verify", "-x509_strict", "-CAfile", file("ca.pem", ca), ...untrusted];
  try {
    return execFileSync(program, [...args, file("own.pem", certificate)], { encoding: "utf8" });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw error;
  }
}

test("a hub's certificate is good for its names and addresses, and signed by its own authority", async () => {
  const made = await createCertificates(["192.168.1.20", "fe80::1:2"]);
  const [ca, own] = [
    new X509Certificate(made.caCertificate),
    new X509Certificate(made.certificate),
  ];
  expect(ca.ca).toBe(true);
  expect(ca.verify(ca.publicKey)).toBe(true);
  expect(own.verify(ca.publicKey)).toBe(true);
  expect(own.checkIssued(ca)).toBe(true);
  for (const host of ["a-hub.azure-devices.test", "a-hub.servicebus.test", "localhost"]) {
    expect(own.checkHost(host)).toBeDefined();
  }
  for (const address of ["127.0.0.1", "::1", "192.168.1.20", "fe80::1:2"]) {
    expect(own.checkIP(address)).toBeDefined();
  }
  expect(own.checkHost("contoso.azure-devices.net")).toBeUndefined();
  expect(own.checkIP("192.168.1.21")).toBeUndefined();
  expect(openssl(made.caCertificate, made.certificate) ?? "OK").toContain("OK");
});

test("certificates of devices stand in chains that strict readers accept", async () => {
  const root = await makeDeviceCertificate({ commonName: "root", authority: true });
  const between = await makeDeviceCertificate({
    commonName: "between",
    authority: true,
    issuer: root,
  });
  const device = await makeDeviceCertificate({ commonName: "dev1", issuer: between });
  const own = new X509Certificate(device.cert);
  expect(own.subject).toBe("CN=dev1");
  expect(own.issuer).toBe("CN=between");
  expect(openssl(root.cert, device.cert, between.cert) ?? "OK").toContain("OK");
});

test("whatever a certificate is called and however long it lasts, it is read as it was written", async () => {
  const name = fc.string({ minLength: 1, maxLength: 64, unit: "grapheme-ascii" });
  const year = fc.integer({ min: 1970, max: 2200 });
  await fc.assert(
    fc.asyncProperty(name, year, async (commonName, until) => {
      const notAfter = new Date(Date.UTC(until, 5, 7, 8, 9, 10));
      const { cert } = await makeDeviceCertificate({
        commonName,
        notBefore: new Date(0),
        notAfter,
      });
      const own = new X509Certificate(cert);
      expect(new Date(own.validTo)).toEqual(notAfter);
      expect(new Date(own.validFrom)).toEqual(new Date(0));
      expect(own.toLegacyObject().subject.CN).toBe(commonName);
    }),
    { numRuns: 50 },
  );
});

test("an authority made elsewhere signs devices under its whole name", async () => {
  const elsewhere = await makeSelfSigned("O=Contoso, OU=Meters, CN=root 1", "EC");
  const device = await makeDeviceCertificate({ commonName: "dev1", issuer: elsewhere });
  const [root, own] = [new X509Certificate(elsewhere.cert), new X509Certificate(device.cert)];
  expect(own.issuer).toBe("O=Contoso\nOU=Meters\nCN=root 1");
  expect(own.checkIssued(root)).toBe(true);
  expect(own.verify(root.publicKey)).toBe(true);
  expect(openssl(elsewhere.cert, device.cert) ?? "OK").toContain("OK");
});

test("an authority with a key of another kind is refused, and so is what is no address", async () => {
  const elsewhere = await makeSelfSigned("CN=root", "RSA");
  await expect(
    makeDeviceCertificate({ commonName: "dev1", issuer: elsewhere }),
  ).rejects.toMatchObject({ code: "PNP_USAGE", message: expect.stringContaining("elliptic") });
  await expect(
    makeDeviceCertificate({ commonName: "dev1", issuer: { ...elsewhere, key: "no key" } }),
  ).rejects.toMatchObject({ code: "PNP_USAGE", message: "The issuer's key is none in PEM form." });
  await expect(createCertificates(["192.168.1"])).rejects.toMatchObject({
    code: "PNP_USAGE",
    message: '"192.168.1" is no IP address.',
  });
});
