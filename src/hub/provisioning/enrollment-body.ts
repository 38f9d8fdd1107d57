import { isRecord, type JsonRecord } from "../../convention/record.js";
import type { HubIds } from "../clock.js";
import { readEdgeCapability } from "../edge-scope.js";
import { ServiceError } from "../service-error.js";
import { readServicePatch } from "../service-patch.js";
import { isTargetId } from "../target.js";
import { checkTwinSize } from "../twin-limits.js";
import { mergeDocument } from "../twin-merge.js";
import { readAttestation } from "./attestation-body.js";
import type {
  EnrollmentGroup,
  EnrollmentSettings,
  IndividualEnrollment,
  InitialTwin,
} from "./records.js";

/** What the service adds to what a caller says. */
export type Stamps = Pick<
  EnrollmentSettings,
  "createdDateTimeUtc" | "lastUpdatedDateTimeUtc" | "etag"
>;

/** What a reader of enrollments knows besides the body. */
export interface BodyContext {
  readonly ids: HubIds;
  /** The one hub of the service. */
  readonly hubHost: string;
}

const idPattern = /^[A-Za-z0-9](?:[A-Za-z0-9._:-]{0,126}[A-Za-z0-9-])?$/;

/** Whether a text may be a registration id, or the id of a group. */
export function isRegistrationId(text: string): boolean {
  return idPattern.test(text);
}

/** Throws 400 unless a text may be the id of an enrollment. */
export function checkEnrollmentId(id: string, what: string): void {
  if (isRegistrationId(id)) return;
  refuse(
    `${JSON.stringify(id)} is no ${what}: 1 to 128 letters, digits and - . _ :, beginning with a letter or digit and ending with one or a hyphen`,
  );
}

/** Reads an enrollment of one device. Members that the service does not know are left out. */
export function readIndividualEnrollment(
  registrationId: string,
  body: unknown,
  before: IndividualEnrollment | undefined,
  stamps: Stamps,
  context: BodyContext,
): IndividualEnrollment {
  checkEnrollmentId(registrationId, "registration id");
  const document = objectOf(body, "An enrollment");
  checkSameId("registrationId", registrationId, document.registrationId);
  const deviceId = document.deviceId || registrationId;
  if (typeof deviceId !== "string" || !isTargetId(deviceId)) {
    refuse(
      `deviceId is ${JSON.stringify(deviceId)}; expected a device id, or nothing for the registration id`,
    );
  }
  return {
    registrationId,
    deviceId,
    optionalDeviceInformation: optionalObject(document, "optionalDeviceInformation"),
    payload: before?.payload ?? null,
    ...readSettings(document, "device", before, context),
    ...stamps,
  };
}

/** Reads an enrollment of a group. */
export function readEnrollmentGroup(
  enrollmentGroupId: string,
  body: unknown,
  before: EnrollmentGroup | undefined,
  stamps: Stamps,
  context: BodyContext,
): EnrollmentGroup {
  checkEnrollmentId(enrollmentGroupId, "id of an enrollment group");
  const document = objectOf(body, "An enrollment group");
  checkSameId("enrollmentGroupId", enrollmentGroupId, document.enrollmentGroupId);
  return { enrollmentGroupId, ...readSettings(document, "group", before, context), ...stamps };
}

const allocationPolicies = ["hashed", "geoLatency", "static", "custom"] as const;

function readSettings(
  body: JsonRecord,
  kind: "device" | "group",
  before: EnrollmentSettings | undefined,
  { ids, hubHost }: BodyContext,
): Omit<EnrollmentSettings, keyof Stamps> {
  const { capabilities, provisioningStatus, allocationPolicy } = body;
  const policy = oneOf(allocationPolicy, "allocationPolicy", allocationPolicies) ?? "hashed";
  const customAllocationDefinition = optionalObject(body, "customAllocationDefinition");
  if (policy === "custom") checkWebhook(customAllocationDefinition);
  const { iotHubHostName, iotHubs } = readHubs(body, hubHost);
  const status = oneOf(provisioningStatus, "provisioningStatus", ["enabled", "disabled"] as const);
  return {
    attestation: readAttestation(body.attestation, kind, before?.attestation, ids),
    iotEdge: readEdgeCapability(capabilities) ?? false,
    provisioningStatus: status ?? "enabled",
    reprovisionPolicy: readReprovisionPolicy(body),
    allocationPolicy: policy,
    customAllocationDefinition,
    iotHubHostName,
    iotHubs,
    initialTwin: readInitialTwin(body.initialTwin),
  };
}

function readReprovisionPolicy(body: JsonRecord): EnrollmentSettings["reprovisionPolicy"] {
  const { updateHubAssignment = true, migrateDeviceData = true } =
    optionalObject(body, "reprovisionPolicy") ?? {};
  if (typeof updateHubAssignment !== "boolean" || typeof migrateDeviceData !== "boolean") {
    refuse("reprovisionPolicy has updateHubAssignment and migrateDeviceData, both true or false");
  }
  return { updateHubAssignment, migrateDeviceData };
}

/** The twin that a device has at first, within the limits of twins; null where there is nothing in it. */
export function readInitialTwin(value: unknown): InitialTwin | null {
  if (value === undefined || value === null) return null;
  const patch = readServicePatch(objectOf(value, "initialTwin"));
  const tags = mergeDocument({}, patch.tags ?? {});
  const desired = mergeDocument({}, patch.desired ?? {});
  checkTwinSize("tags", tags);
  checkTwinSize("desired", desired);
  return { tags, desired };
}

function readHubs(
  body: JsonRecord,
  hubHost: string,
): Pick<EnrollmentSettings, "iotHubHostName" | "iotHubs"> {
  const { iotHubHostName, iotHubs } = body;
  const hubs: readonly unknown[] = Array.isArray(iotHubs) ? iotHubs : [];
  const single = iotHubHostName ?? null;
  for (const hub of single === null || single === "" ? hubs : [single, ...hubs]) {
    if (typeof hub === "string" && hub.toLowerCase() === hubHost) continue;
    refuse(
      `The hub ${JSON.stringify(hub)} is not linked to this service; leave iotHubs and iotHubHostName out, or name ${hubHost}`,
    );
  }
  return {
    iotHubHostName: single === null || single === "" ? null : hubHost,
    iotHubs: hubs.map(() => hubHost),
  };
}

function checkWebhook(definition: JsonRecord | null): void {
  const { webhookUrl } = definition ?? {};
  if (typeof webhookUrl === "string" && /^https?:\/\//i.test(webhookUrl)) {
    if (URL.canParse(webhookUrl)) return;
  }
  refuse("customAllocationDefinition.webhookUrl must be an http or https URL");
}

function checkSameId(name: string, inPath: string, inBody: unknown): void {
  if (inBody === undefined || inBody === null) return;
  if (typeof inBody === "string" && inBody.toLowerCase() === inPath.toLowerCase()) return;
  refuse(
    `${name} is ${JSON.stringify(inBody)} in the body, but ${JSON.stringify(inPath)} in the path`,
  );
}

function oneOf<const T extends string>(
  value: unknown,
  name: string,
  words: readonly T[],
): T | undefined {
  if (value === undefined || value === null) return undefined;
  const found = words.find((word) => word === value);
  return found ?? refuse(`${name} is ${JSON.stringify(value)}; expected ${words.join(", ")}`);
}

function objectOf(value: unknown, what: string): JsonRecord {
  return isRecord(value) ? value : refuse(`${what} must be a JSON object`);
}

function optionalObject(body: JsonRecord, name: string): JsonRecord | null {
  const value = body[name];
  return value === undefined || value === null ? null : objectOf(value, name);
}

function refuse(problem: string): never {
  throw new ServiceError("ArgumentInvalid", problem);
}
