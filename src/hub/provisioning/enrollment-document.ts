import type { JsonRecord } from "../../convention/record.js";
import { attestationDocument } from "./attestation-body.js";
import type {
  EnrollmentGroup,
  EnrollmentSettings,
  IndividualEnrollment,
  InitialTwin,
} from "./records.js";

/** An enrollment of one device as the REST API tells it; keys only where it has just been written. */
export function individualDocument(
  enrollment: IndividualEnrollment,
  { withKeys = false, registrationState }: Shown = {},
): JsonRecord {
  const { registrationId, deviceId, optionalDeviceInformation } = enrollment;
  return {
    registrationId,
    deviceId,
    ...(registrationState === undefined ? {} : { registrationState }),
    ...(optionalDeviceInformation === null ? {} : { optionalDeviceInformation }),
    ...settingsDocument(enrollment, withKeys),
  };
}

/** What is shown besides the enrollment itself. */
interface Shown {
  readonly withKeys?: boolean;
  readonly registrationState?: JsonRecord | undefined;
}

/** The same for a group. */
export function groupDocument(
  group: EnrollmentGroup,
  { withKeys = false }: Shown = {},
): JsonRecord {
  const { enrollmentGroupId } = group;
  return { enrollmentGroupId, ...settingsDocument(group, withKeys) };
}

function settingsDocument(settings: EnrollmentSettings, withKeys: boolean): JsonRecord {
  const { iotHubHostName, customAllocationDefinition, initialTwin } = settings;
  const { createdDateTimeUtc, lastUpdatedDateTimeUtc, etag } = settings;
  return {
    attestation: attestationDocument(settings.attestation, withKeys),
    // Data may be older than the member.
    capabilities: { iotEdge: settings.iotEdge ?? false },
    ...(iotHubHostName === null ? {} : { iotHubHostName }),
    ...(initialTwin === null ? {} : { initialTwin: initialTwinDocument(initialTwin) }),
    provisioningStatus: settings.provisioningStatus,
    reprovisionPolicy: settings.reprovisionPolicy,
    allocationPolicy: settings.allocationPolicy,
    iotHubs: settings.iotHubs,
    ...(customAllocationDefinition === null ? {} : { customAllocationDefinition }),
    createdDateTimeUtc,
    lastUpdatedDateTimeUtc,
    etag,
  };
}

function initialTwinDocument({ tags, desired }: InitialTwin): JsonRecord {
  return { tags, properties: { desired } };
}
