import { isRecord, type JsonRecord } from "../../convention/record.js";
import type { HubClock, HubIds } from "../clock.js";
import { parseExactJson } from "../exact-json.js";
import { ServiceError } from "../service-error.js";
import { type DeviceStore, placeDevice } from "./assignment.js";
import { attestationProblem, type Registrant } from "./attestation.js";
import { type Enrollment, Enrollments, isRegistrationId } from "./enrollments.js";

/** One attempt to register, of which the device asks until it is over. */
interface Operation {
  readonly id: string;
  readonly registrationState: JsonRecord;
}

/** What a registration is answered at first. */
export interface Assigning {
  readonly operationId: string;
  readonly status: "assigning";
}

/** Seconds that a device shall wait before it asks again. */
export const retryAfterSeconds = 1;

const longestModelId = 256;

/** The provisioning service of a hub: it has one hub to give devices to. Refusals are `ServiceError`s. */
export class Provisioning {
  /** Lower-case host name, reserved as the hub's is. */
  readonly host: string;
  readonly enrollments: Enrollments;
  readonly #clock: HubClock;
  readonly #ids: HubIds;
  readonly #hubHost: string;
  readonly #devices: DeviceStore;
  readonly #operations = new Map<string, Operation>();
  #idScope: string | undefined;

  constructor(clock: HubClock, ids: HubIds, hubHost: string, devices: DeviceStore) {
    this.host = `dps-${hubHost}`;
    this.enrollments = new Enrollments(ids);
    this.#clock = clock;
    this.#ids = ids;
    this.#hubHost = hubHost;
    this.#devices = devices;
  }

  /** By this devices say which service they mean, in a place where the real host name is the same for all. */
  get idScope(): string {
    this.#idScope ??= `0ne${String(this.#ids.bytes(4).readUInt32BE() % 100_000_000).padStart(8, "0")}`;
    return this.#idScope;
  }

  /** Places a device on the hub, body as it came. What became of it is told by {@link Provisioning.outcome}. */
  register(registrant: Registrant, body: string): Assigning {
    const enrollment = this.#enrollmentOf(registrant);
    const { registrationId } = registrant;
    const modelId = readRegistration(registrationId, body);
    const before = this.#operations.get(registrationId.toLowerCase())?.registrationState;
    const now = this.#clock.now().toISOString();
    placeDevice(this.#devices, enrollment, modelId);
    const operation: Operation = {
      id: `4.${this.#ids.bytes(8).toString("hex")}.${this.#ids.uuid()}`,
      registrationState: {
        registrationId,
        createdDateTimeUtc: before?.createdDateTimeUtc ?? now,
        assignedHub: this.#hubHost,
        ...assignmentOf(enrollment),
        substatus: before ? "reprovisionedToInitialAssignment" : "initialAssignment",
        lastUpdatedDateTimeUtc: now,
        etag: Buffer.from(JSON.stringify(this.#ids.uuid())).toString("base64"),
      },
    };
    this.#operations.set(registrationId.toLowerCase(), operation);
    return { operationId: operation.id, status: "assigning" };
  }

  /** The document of an operation of the registrant's own; the latest one only is kept. */
  outcome(registrant: Registrant, operationId: string): JsonRecord {
    this.#enrollmentOf(registrant);
    const operation = this.#operations.get(registrant.registrationId.toLowerCase());
    if (operation?.id !== operationId) {
      throw new ServiceError("GenericNotFound", `There is no operation ${operationId}`);
    }
    const { registrationState } = operation;
    return { operationId, status: "assigned", registrationState };
  }

  #enrollmentOf(registrant: Registrant): Enrollment {
    if (!isRegistrationId(registrant.registrationId)) {
      throw new ServiceError(
        "ArgumentInvalid",
        `${registrant.registrationId} is no registration id`,
      );
    }
    const candidates = this.enrollments.candidates(registrant.registrationId);
    const problems = candidates.map((each) =>
      attestationProblem(each, registrant, this.idScope, this.#clock.now()),
    );
    const enrollment = candidates[problems.indexOf(undefined)];
    if (!enrollment) {
      refuse(problems[0] ?? `${registrant.registrationId} is not enrolled`);
    }
    if (enrollment.status === "disabled") refuse("the enrollment is disabled");
    return enrollment;
  }
}

/** What a device is told of its enrollment. */
function assignmentOf({ deviceId, authentication, payload, groupId }: Enrollment): JsonRecord {
  const group = groupId === undefined ? {} : { enrollmentGroupId: groupId };
  return {
    deviceId,
    status: "assigned",
    ...(authentication.type === "sas" ? { symmetricKey: group } : {}),
    ...(payload === undefined ? {} : { payload }),
  };
}

/** The model id of a registration's body, where it has one. */
function readRegistration(registrationId: string, text: string): string | undefined {
  const body = text.trim() === "" ? {} : parseExactJson(text, "The registration");
  if (!isRecord(body)) throw new ServiceError("ArgumentInvalid", "A registration is a JSON object");
  const named = body.registrationId ?? registrationId;
  if (typeof named !== "string" || named.toLowerCase() !== registrationId.toLowerCase()) {
    throw new ServiceError(
      "ArgumentInvalid",
      `registrationId is ${JSON.stringify(named)}; the connection is that of ${registrationId}`,
    );
  }
  const modelId = isRecord(body.payload) ? body.payload.modelId : undefined;
  if (modelId === undefined || modelId === "") return undefined;
  if (typeof modelId === "string" && modelId.length <= longestModelId) return modelId;
  throw new ServiceError(
    "ArgumentInvalid",
    `payload.modelId must be a text of at most ${longestModelId} characters`,
  );
}

function refuse(problem: string): never {
  throw new ServiceError("IotHubUnauthorizedAccess", `Unauthorized: ${problem}`);
}
