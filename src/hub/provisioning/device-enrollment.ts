import { derivedKey, type NewEnrollment, type NewEnrollmentGroup } from "./enrollments.js";
import type { Provisioning } from "./provisioning.js";

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
  /** Base64. A secret that no device is told. */
  readonly groupKey: string;
  /** For one of its devices: the key is derived from the group's and the registration id. */
  device(registrationId: string): DeviceEnrollment;
}

/** Enrolls a device. */
export function deviceEnrollment(
  provisioning: Provisioning,
  enrollment: NewEnrollment,
): DeviceEnrollment {
  const { authentication } = provisioning.enrollments.add(enrollment);
  return {
    provisioningHost: provisioning.host,
    idScope: provisioning.idScope,
    registrationId: enrollment.registrationId,
    symmetricKey: authentication.type === "sas" ? authentication.primaryKey : "",
  };
}

/** Enrolls a group. */
export function groupEnrollment(
  { host, idScope, enrollments }: Provisioning,
  group: NewEnrollmentGroup,
): GroupEnrollment {
  const groupKey = enrollments.addGroup(group);
  return {
    provisioningHost: host,
    idScope,
    groupKey,
    device: (registrationId) => ({
      provisioningHost: host,
      idScope,
      registrationId,
      symmetricKey: derivedKey(groupKey, registrationId),
    }),
  };
}
