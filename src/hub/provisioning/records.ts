import type { JsonRecord } from "../../convention/record.js";
import type { Store } from "../store/store.js";

/** By two keys, base64; the devices of a group have keys derived from them. */
export interface KeyAttestation {
  readonly type: "symmetricKey";
  readonly primaryKey: string;
  readonly secondaryKey: string;
}

/**
 * By certificate: the device's own; one of those that sign devices' certificates; or the names of such, which the
 * service keeps.
 */
export interface CertificateAttestation {
  readonly type: "x509";
  readonly part: "clientCertificates" | "signingCertificates" | "caReferences";
  /** Base64 of DER; a name for `caReferences`. */
  readonly primary: string;
  readonly secondary: string | null;
}

/** How devices prove who they are. */
export type Attestation = KeyAttestation | CertificateAttestation;

/** What a device's twin holds at first. */
export interface InitialTwin {
  readonly tags: JsonRecord;
  readonly desired: JsonRecord;
}

/** What happens when a device registers again. */
export interface ReprovisionPolicy {
  /** False: it keeps the assignment it has, and nothing is written. */
  readonly updateHubAssignment: boolean;
  /** False: its twin is set back to the initial one. */
  readonly migrateDeviceData: boolean;
}

/** What is the same for one device and for a group. */
export interface EnrollmentSettings {
  readonly attestation: Attestation;
  /** Whether devices become edge devices. */
  readonly iotEdge: boolean;
  readonly provisioningStatus: "enabled" | "disabled";
  readonly reprovisionPolicy: ReprovisionPolicy;
  /** There is one hub to choose from: all but `custom` mean the same. */
  readonly allocationPolicy: "hashed" | "geoLatency" | "static" | "custom";
  /** Whom `custom` asks. */
  readonly customAllocationDefinition: JsonRecord | null;
  readonly iotHubHostName: string | null;
  readonly iotHubs: readonly string[];
  readonly initialTwin: InitialTwin | null;
  readonly createdDateTimeUtc: string;
  readonly lastUpdatedDateTimeUtc: string;
  readonly etag: string;
}

/** One device that may register. */
export interface IndividualEnrollment extends EnrollmentSettings {
  readonly registrationId: string;
  readonly deviceId: string;
  readonly optionalDeviceInformation: JsonRecord | null;
  /** What the device is told with its assignment; only programs that run the hub can set it. */
  readonly payload: JsonRecord | null;
}

/** Any number of devices that may register. */
export interface EnrollmentGroup extends EnrollmentSettings {
  readonly enrollmentGroupId: string;
}

/** What has become of a device's latest registration. */
export interface Registration {
  readonly registrationId: string;
  /** By which the device asks; empty where there is nothing to ask for. */
  readonly operationId: string;
  readonly status: "assigning" | "assigned" | "failed" | "disabled";
  readonly substatus: "initialAssignment" | "reprovisionedToInitialAssignment" | null;
  /** Where the device is; kept when a later registration has not come so far, but then not shown. */
  readonly assignedHub: string | null;
  readonly deviceId: string | null;
  readonly errorCode: number | null;
  readonly errorMessage: string | null;
  /** What a custom allocation, or the enrollment, has for the device. */
  readonly payload: unknown;
  readonly attestation: Attestation["type"];
  /** The group that the device belongs to; null for an enrollment of its own. */
  readonly enrollmentGroupId: string | null;
  readonly createdDateTimeUtc: string;
  readonly lastUpdatedDateTimeUtc: string;
  readonly etag: string;
}

/** Everything that the provisioning service knows. All values are plain JSON; ids are keys in lower case. */
export interface ProvisioningRecords {
  readonly individual: Map<string, IndividualEnrollment>;
  readonly groups: Map<string, EnrollmentGroup>;
  readonly registrations: Map<string, Registration>;
  /** PEM of authorities, by the names under which groups refer to them. */
  readonly authorities: Map<string, string>;
}

/** What a store has kept of it. */
export function provisioningRecords(store: Store): ProvisioningRecords {
  return {
    individual: store.map("enrollments"),
    groups: store.map("enrollmentGroups"),
    registrations: store.map("registrations"),
    authorities: store.map("provisioningAuthorities"),
  };
}

/** Ids are compared without regard to letter case. */
export function recordKey(id: string): string {
  return id.toLowerCase();
}
