import { isRecord, type JsonRecord } from "../../convention/record.js";
import type { HubIds } from "../clock.js";
import { readIdentitySettings } from "../identity.js";
import { ServiceError } from "../service-error.js";
import { DeviceAuthorities } from "../x509-authorities.js";
import { certificateInfo, parseCertificate, readCertificate } from "./certificate-text.js";
import type { Attestation, CertificateAttestation, KeyAttestation } from "./records.js";

const parts = ["clientCertificates", "signingCertificates", "caReferences"] as const;
type Part = (typeof parts)[number];

/** What may stand under `x509` of one device, and of a group. */
const partsOf: Readonly<Record<"device" | "group", readonly Part[]>> = {
  device: ["clientCertificates"],
  group: ["signingCertificates", "caReferences"],
};

/**
 * Reads the `attestation` of an enrollment. Keys that are left out are those it has, else new ones; a certificate may
 * be given by its `info` alone where the enrollment has it, as it does when somebody sends back what was read.
 */
export function readAttestation(
  value: unknown,
  kind: "device" | "group",
  before: Attestation | undefined,
  ids: HubIds,
): Attestation {
  if (!isRecord(value)) refuse("attestation must be a JSON object");
  if (value.type === "symmetricKey") {
    return readKeys(value.symmetricKey, before?.type === "symmetricKey" ? before : undefined, ids);
  }
  if (value.type === "x509") {
    return readX509(value.x509, kind, before?.type === "x509" ? before : undefined);
  }
  const hint = value.type === "tpm" ? "; this service knows no TPM" : "";
  return refuse(
    `attestation.type is ${JSON.stringify(value.type)}; expected symmetricKey or x509${hint}`,
  );
}

function readKeys(value: unknown, before: KeyAttestation | undefined, ids: HubIds): KeyAttestation {
  const given = isRecord(value) ? value : {};
  const made = (): string => ids.bytes(32).toString("base64");
  const symmetricKey = {
    primaryKey: given.primaryKey || before?.primaryKey || made(),
    secondaryKey: given.secondaryKey || before?.secondaryKey || made(),
  };
  const body = { authentication: { type: "sas", symmetricKey } };
  const { authentication } = readIdentitySettings(body, ids, "device");
  if (authentication.type !== "sas") throw new TypeError("keys were asked for");
  const { primaryKey, secondaryKey } = authentication;
  return { type: "symmetricKey", primaryKey, secondaryKey };
}

function readX509(
  value: unknown,
  kind: "device" | "group",
  before: CertificateAttestation | undefined,
): CertificateAttestation {
  const given = isRecord(value) ? value : {};
  const present = parts.filter((part) => isRecord(given[part]));
  const [part, another] = present;
  const allowed = partsOf[kind];
  if (part === undefined || another !== undefined || !allowed.includes(part)) {
    const has = present.length === 0 ? "none of them" : present.join(" and ");
    refuse(`attestation.x509 of a ${kind} has one of ${allowed.join(", ")}; this one has ${has}`);
  }
  const pair = given[part];
  const { primary, secondary } = isRecord(pair) ? pair : {};
  const read = part === "caReferences" ? readReference : certificateReader(part, before);
  const place = `attestation.x509.${part}`;
  return {
    type: "x509",
    part,
    primary: read(primary, `${place}.primary`),
    secondary:
      secondary === undefined || secondary === null ? null : read(secondary, `${place}.secondary`),
  };
}

function readReference(value: unknown, place: string): string {
  if (typeof value === "string" && value !== "" && value.length <= 128) return value;
  return refuse(`${place} must be the name of an authority that the service knows`);
}

function certificateReader(
  part: Part,
  before: CertificateAttestation | undefined,
): (value: unknown, place: string) => string {
  const known = before?.part === part ? [before.primary, before.secondary] : [];
  return (value, place) => {
    const { certificate, info } = isRecord(value) ? value : {};
    if (typeof certificate === "string" && certificate !== "") {
      const der = readCertificate(certificate, `${place}.certificate`);
      if (part === "signingCertificates" && !parseCertificate(der).ca) {
        refuse(`${place}.certificate is not of an authority: it may not sign others`);
      }
      return der;
    }
    const thumbprint = isRecord(info) ? info.sha256Thumbprint : undefined;
    const kept = known.find(
      (der) => der !== null && certificateInfo(der).sha256Thumbprint === thumbprint,
    );
    return kept ?? refuse(`${place}.certificate is missing`);
  };
}

/** As the service tells it. Keys are shown only when they are asked for; certificates never, only what is in them. */
export function attestationDocument(attestation: Attestation, withKeys: boolean): JsonRecord {
  if (attestation.type === "symmetricKey") {
    const { type, primaryKey, secondaryKey } = attestation;
    return withKeys ? { type, symmetricKey: { primaryKey, secondaryKey } } : { type };
  }
  const { type, part, primary, secondary } = attestation;
  const show = (text: string): unknown =>
    part === "caReferences" ? text : { info: certificateInfo(text) };
  const pair = {
    primary: show(primary),
    ...(secondary === null ? {} : { secondary: show(secondary) }),
  };
  return { type, x509: { [part]: pair } };
}

/** The authorities whose signature a group's devices need; `find` knows those that have names. */
export function groupAuthorities(
  { part, primary, secondary }: CertificateAttestation,
  find: (name: string) => string | undefined,
): DeviceAuthorities {
  const authorities = new DeviceAuthorities();
  for (const text of [primary, secondary]) {
    if (text === null) continue;
    const pem = part === "caReferences" ? find(text) : parseCertificate(text).toString();
    if (pem !== undefined) authorities.add(pem);
  }
  return authorities;
}

function refuse(problem: string): never {
  throw new ServiceError("ArgumentInvalid", problem);
}
