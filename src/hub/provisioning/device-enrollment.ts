import type { JsonRecord } from "../../convention/record.js";
import { derivedKey } from "./candidate.js";
import type { Provisioning } from "./provisioning.js";
import type { Attestation, ReprovisionPolicy } from "./records.js";

/** What an enrollment may say of its devices, in the form of the REST API. */
export interface EnrollmentDefaults {
  /** A disabled one is refused. Default `enabled`. */
  readonly status?: "enabled" | "disabled";
  /** Base64 of 16 to 64 bytes; default: made by the hub. */
  readonly primaryKey?: string;
  /** `{ tags, properties: { desired } }` for devices that are new on the hub. */
  readonly initialTwin?: JsonRecord;
  /** Default: a device that registers again is written anew and keeps its twin. */
  readonly reprovisionPolicy?: ReprovisionPolicy;
  /** Makes edge devices of them. Default: no. */
  readonly iotEdge?: boolean;
}

/** One device that may register. */
export interface NewEnrollment extends EnrollmentDefaults {
  /** 1 to 128 letters, digits and `-._:`; letter case does not count. */
  readonly registrationId: string;
  /** What it is called on the hub; default: the registration id. */
  readonly deviceId?: string;
  /** PEM. The device then proves itself by this certificate, and has no key. */
  readonly certificate?: string;
  /** What the device is told with its assignment, as a custom allocation would tell it. */
  readonly payload?: JsonRecord;
}

/** Any number of devices, each with a key derived from the group's, or with a certificate that the group's has signed. */
export interface NewEnrollmentGroup extends EnrollmentDefaults {
  readonly id: string;
  /** PEM. Devices then prove themselves by certificates that this one has signed, directly or over others. */
  readonly signingCertificate?: string;
}

/** What an enrolled device needs to register. */
export interface DeviceEnrollment {
  /** Host name of the provisioning service, redirected as the hub's own is. */
  readonly provisioningHost: string;
  readonly idScope: string;
  readonly registrationId: string;
  /** Base64, a secret; empty for a device that proves itself by its certificate. */
  readonly symmetricKey: string;
}

/** What the devices of a group need to register. */
export interface GroupEnrollment {
  readonly provisioningHost: string;
  readonly idScope: string;
  /** Base64. A secret that no device is told. Empty where certificates count. */
  readonly groupKey: string;
  /** For one of its devices: the key is derived from the group's and the registration id. */
  device(registrationId: string): DeviceEnrollment;
}

/** Enrolls a device. */
export function deviceEnrollment(
  { host, idScope, enrollments }: Provisioning,
  { registrationId, deviceId, certificate, payload, ...defaults }: NewEnrollment,
): DeviceEnrollment {
  const x509 = certificate && { clientCertificates: { primary: { certificate } } };
  const body = { deviceId, ...bodyOf(defaults, x509) };
  const enrollment = enrollments.individual.put(registrationId, body, undefined);
  if (payload) enrollments.individual.keep(registrationId, { ...enrollment, payload });
  const { attestation } = enrollment;
  return {
    provisioningHost: host,
    idScope,
    registrationId,
    symmetricKey: keyOf(attestation),
  };
}

/** The device that every hub has enrolled. */
export function firstEnrollment(provisioning: Provisioning): DeviceEnrollment {
  const { host, idScope, enrollments } = provisioning;
  const registrationId = "provisioned-device";
  const attestation = enrollments.individual.find(registrationId)?.attestation;
  if (!attestation) return deviceEnrollment(provisioning, { registrationId });
  return { provisioningHost: host, idScope, registrationId, symmetricKey: keyOf(attestation) };
}

/** Enrolls a group. */
export function groupEnrollment(
  { host, idScope, enrollments }: Provisioning,
  { id, signingCertificate: certificate, ...defaults }: NewEnrollmentGroup,
): GroupEnrollment {
  const x509 = certificate && { signingCertificates: { primary: { certificate } } };
  const { attestation } = enrollments.groups.put(id, bodyOf(defaults, x509), undefined);
  const groupKey = keyOf(attestation);
  return {
    provisioningHost: host,
    idScope,
    groupKey,
    device: (registrationId) => ({
      provisioningHost: host,
      idScope,
      registrationId,
      symmetricKey: groupKey && derivedKey(groupKey, registrationId),
    }),
  };
}

function bodyOf(defaults: EnrollmentDefaults, x509: JsonRecord | "" | undefined): JsonRecord {
  const { status, primaryKey, initialTwin, reprovisionPolicy, iotEdge } = defaults;
  return {
    attestation: x509
      ? { type: "x509", x509 }
      : { type: "symmetricKey", symmetricKey: { primaryKey } },
    capabilities: { iotEdge },
    provisioningStatus: status,
    initialTwin,
    reprovisionPolicy,
  };
}

function keyOf(attestation: Attestation): string {
  return attestation.type === "symmetricKey" ? attestation.primaryKey : "";
}
