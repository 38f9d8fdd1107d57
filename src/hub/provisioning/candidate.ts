import { createHmac } from "node:crypto";
import type { Enrollments } from "./enrollments.js";
import type { EnrollmentGroup, IndividualEnrollment, KeyAttestation } from "./records.js";

/** An enrollment that a registration id may stand for: one of its own, or a group seen from one of its devices. */
export interface Candidate {
  readonly enrollment: IndividualEnrollment | EnrollmentGroup;
  /** What the device is called on the hub. */
  readonly deviceId: string;
  readonly groupId: string | null;
  /** The device's own keys; nothing where its certificate counts. */
  readonly keys: KeyAttestation | undefined;
}

/** All that a device of this id may stand for. Its own enrollment, where it has one, hides the groups. */
export function candidates(enrollments: Enrollments, registrationId: string): readonly Candidate[] {
  const own = enrollments.individual.find(registrationId);
  if (own) {
    const { attestation, deviceId } = own;
    const keys = attestation.type === "symmetricKey" ? attestation : undefined;
    return [{ enrollment: own, deviceId, groupId: null, keys }];
  }
  return [...enrollments.groups.values()].map((group) => ({
    enrollment: group,
    deviceId: registrationId,
    groupId: group.enrollmentGroupId,
    keys: deviceKeys(group, registrationId),
  }));
}

function deviceKeys(
  { attestation }: EnrollmentGroup,
  registrationId: string,
): KeyAttestation | undefined {
  if (attestation.type !== "symmetricKey") return undefined;
  const { type, primaryKey, secondaryKey } = attestation;
  return {
    type,
    primaryKey: derivedKey(primaryKey, registrationId),
    secondaryKey: derivedKey(secondaryKey, registrationId),
  };
}

/** The key of a device of a group: HMAC-SHA256 of its registration id, both keys in base64. */
export function derivedKey(groupKey: string, registrationId: string): string {
  return createHmac("sha256", Buffer.from(groupKey, "base64"))
    .update(registrationId)
    .digest("base64");
}
