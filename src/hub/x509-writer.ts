import { createHash, randomBytes } from "node:crypto";
import * as asn1 from "asn1js";
import { ipBytes } from "./ip-bytes.js";
import type { CertificateContent, CertificateUse } from "./x509-making.js";

/** Who signs a certificate. */
export interface CertificateIssuer {
  /** DER. */
  readonly certificate: Buffer;
  /** DER, `SubjectPublicKeyInfo`. */
  readonly publicKey: Buffer;
}

/** Names of things in certificates, as numbers (RFC 5280 and RFC 5758). */
const ids = {
  ecdsaWithSha256: "1.2.840.10045.4.3.2",
  commonName: "2.5.4.3",
  subjectKeyIdentifier: "2.5.29.14",
  keyUsage: "2.5.29.15",
  subjectAltName: "2.5.29.17",
  basicConstraints: "2.5.29.19",
  authorityKeyIdentifier: "2.5.29.35",
  extKeyUsage: "2.5.29.37",
  serverAuth: "1.3.6.1.5.5.7.3.1",
  clientAuth: "1.3.6.1.5.5.7.3.2",
} as const;
/** Bits of `KeyUsage`: digitalSignature is the first; keyCertSign and cRLSign are the sixth and seventh. */
const keyUsages = {
  signature: { byte: 0b1000_0000, unusedBits: 7 },
  authority: { byte: 0b0000_0110, unusedBits: 1 },
} as const;
/** Kinds of `GeneralName`, by their tags. */
const generalNames = { dns: 2, ip: 7 } as const;
const version3 = 2;
/** Before this year RFC 5280 wants two digits. */
const firstLongYear = 2050;
/** Tags that mean something only where they stand. */
const tagClass = 3;

/** A certificate (RFC 5280, section 4.1) as DER. `sign` makes the signature, ECDSA with SHA-256, of what it is given. */
export function writeCertificate(
  content: CertificateContent,
  publicKey: Buffer,
  issuer: CertificateIssuer | undefined,
  sign: (signed: Buffer) => Buffer,
): Buffer {
  const signed = signedPart(content, publicKey, issuer);
  const signature = new asn1.BitString({ valueHex: sign(der(signed)) });
  return der(sequence(signed, signatureAlgorithm(), signature));
}

/** `TBSCertificate`. */
function signedPart(
  content: CertificateContent,
  publicKey: Buffer,
  issuer: CertificateIssuer | undefined,
): asn1.Sequence {
  const { commonName, notBefore, notAfter, use } = content;
  const name = nameOf(commonName);
  const extensions = [
    ...extensionsFor(use),
    extension(ids.subjectKeyIdentifier, false, octets(keyId(publicKey))),
    extension(
      ids.authorityKeyIdentifier,
      false,
      sequence(tagged(0, issuer ? issuerKeyId(issuer) : keyId(publicKey))),
    ),
  ];
  return sequence(
    within(0, new asn1.Integer({ value: version3 })),
    new asn1.Integer({ valueHex: serialNumber() }),
    signatureAlgorithm(),
    issuer ? subjectOf(issuer.certificate) : name,
    sequence(time(notBefore), time(notAfter)),
    name,
    read(publicKey),
    within(3, sequence(...extensions)),
  );
}

function extensionsFor(use: CertificateUse): readonly asn1.Sequence[] {
  const yes = new asn1.Boolean({ value: true });
  if (use.kind === "authority") {
    const depth = use.depth === undefined ? [] : [new asn1.Integer({ value: use.depth })];
    return [
      extension(ids.basicConstraints, true, sequence(yes, ...depth)),
      extension(ids.keyUsage, true, keyUsage("authority")),
    ];
  }
  const purpose = use.kind === "server" ? ids.serverAuth : ids.clientAuth;
  const own = [
    extension(ids.basicConstraints, false, sequence()),
    extension(ids.keyUsage, true, keyUsage("signature")),
    extension(ids.extKeyUsage, false, sequence(oid(purpose))),
  ];
  if (use.kind === "client") return own;
  const names = [
    ...use.names.map((name) => tagged(generalNames.dns, Buffer.from(name, "latin1"))),
    ...use.addresses.map((address) => tagged(generalNames.ip, ipBytes(address))),
  ];
  return [...own, extension(ids.subjectAltName, false, sequence(...names))];
}

function extension(id: string, critical: boolean, value: asn1.BaseBlock): asn1.Sequence {
  const mark = critical ? [new asn1.Boolean({ value: true })] : [];
  return sequence(oid(id), ...mark, octets(der(value)));
}

function keyUsage(kind: keyof typeof keyUsages): asn1.BaseBlock {
  const { byte, unusedBits } = keyUsages[kind];
  return new asn1.BitString({ valueHex: Buffer.of(byte), unusedBits });
}

function signatureAlgorithm(): asn1.Sequence {
  return sequence(oid(ids.ecdsaWithSha256));
}

function nameOf(commonName: string): asn1.BaseBlock {
  const text = new asn1.Utf8String({ value: commonName });
  const attribute = sequence(oid(ids.commonName), text);
  return sequence(new asn1.Set({ value: [attribute] }));
}

function time(date: Date): asn1.BaseBlock {
  const whole = new Date(date);
  whole.setUTCMilliseconds(0);
  const { UTCTime, GeneralizedTime } = asn1;
  const Time = whole.getUTCFullYear() < firstLongYear ? UTCTime : GeneralizedTime;
  return new Time({ valueDate: whole });
}

/** A certificate's subject as it stands there, to the byte: readers compare it so. */
function subjectOf(certificate: Buffer): asn1.BaseBlock {
  const signed = partOf(read(certificate), 0);
  // Certificates of version 1 do not tell it.
  const tellsVersion = partOf(signed, 0).idBlock.tagClass === tagClass;
  return partOf(signed, tellsVersion ? 5 : 4);
}

/** How an issuer's certificate calls its key; where it does not, as the hub would. */
function issuerKeyId({ certificate, publicKey }: CertificateIssuer): Buffer {
  const last = partsOf(partOf(read(certificate), 0)).at(-1);
  const isExtensions = last?.idBlock.tagClass === tagClass && last.idBlock.tagNumber === 3;
  for (const each of isExtensions ? partsOf(partOf(last, 0)) : []) {
    const [id, ...rest] = partsOf(each);
    if ((id as asn1.ObjectIdentifier).getValue() !== ids.subjectKeyIdentifier) continue;
    const value = rest.at(-1) as asn1.OctetString;
    const own = read(Buffer.from(value.getValue())) as asn1.OctetString;
    return Buffer.from(own.getValue());
  }
  return keyId(publicKey);
}

/** How certificates of the hub refer to a key: SHA-1 of its bits. */
function keyId(publicKey: Buffer): Buffer {
  const bits = partOf(read(publicKey), 1) as asn1.BitString;
  return createHash("sha1").update(bits.valueBlock.valueHexView).digest();
}

function read(bytes: Buffer): asn1.BaseBlock {
  return asn1.fromBER(bytes).result;
}

function oid(value: string): asn1.BaseBlock {
  return new asn1.ObjectIdentifier({ value });
}

function octets(valueHex: Buffer): asn1.BaseBlock {
  return new asn1.OctetString({ valueHex });
}

function sequence(...value: asn1.BaseBlock[]): asn1.Sequence {
  return new asn1.Sequence({ value });
}

function within(tagNumber: number, value: asn1.BaseBlock): asn1.BaseBlock {
  return new asn1.Constructed({ idBlock: { tagClass, tagNumber }, value: [value] });
}

function tagged(tagNumber: number, valueHex: Buffer): asn1.BaseBlock {
  return new asn1.Primitive({ idBlock: { tagClass, tagNumber }, valueHex });
}

function partsOf(block: asn1.BaseBlock): readonly asn1.BaseBlock[] {
  return (block as asn1.Sequence).valueBlock.value as asn1.BaseBlock[];
}

function partOf(block: asn1.BaseBlock, index: number): asn1.BaseBlock {
  const part = partsOf(block)[index];
  if (!part) throw new TypeError("A certificate has fewer parts than it must have.");
  return part;
}

function der(block: asn1.BaseBlock): Buffer {
  return Buffer.from(block.toBER());
}

/** Random, positive, in its shortest form. */
function serialNumber(): Buffer {
  const bytes = randomBytes(16);
  bytes[0] = 0b0100_0000 | (bytes.readUInt8() & 0b0011_1111);
  return bytes;
}
