import type { JsonRecord } from "../../convention/record.js";
import type { HubClock, HubIds } from "../clock.js";
import { ServiceError } from "../service-error.js";
import { type DeviceStore, placeDevice } from "./assignment.js";
import {
  type AttestationContext,
  attestationProblem,
  hubAuthentication,
  type Registrant,
} from "./attestation.js";
import { type Candidate, candidates } from "./candidate.js";
import { type Allocation, askWebhook, webhookQuestion } from "./custom-allocation.js";
import { isRegistrationId } from "./enrollment-body.js";
import type { Enrollments } from "./enrollments.js";
import type { Registration } from "./records.js";
import { type RegistrationRequest, readRegistration } from "./registration-body.js";
import {
  deviceRegistrationDocument,
  type RegistrationStep,
  type Registrations,
} from "./registrations.js";

/** What a device is answered. */
export interface RegistrationAnswer {
  /** JSON. */
  readonly document: JsonRecord;
  /** Seconds that it shall wait before it asks again; nothing when there is nothing more to ask. */
  readonly retryAfter?: number;
}

/** What registering needs of the service around it. */
export interface RegistrarContext {
  readonly clock: HubClock;
  readonly ids: HubIds;
  readonly hubHost: string;
  readonly devices: DeviceStore;
  /** What proofs are judged by now. */
  attestation(): AttestationContext;
}

/** One registration on its way. */
interface Attempt {
  readonly candidate: Candidate;
  readonly registrant: Registrant;
  readonly request: RegistrationRequest;
  readonly step: Omit<RegistrationStep, "status">;
  /** The one before, when the device has been assigned by it. */
  readonly before: Registration | undefined;
}

/** While somebody else decides. */
const whileAsking = 1;

/** Lets devices register, and tells them what has become of it. */
export class Registrar {
  readonly #enrollments: Enrollments;
  readonly #registrations: Registrations;
  readonly #context: RegistrarContext;
  /** Operations that wait for a webhook of theirs, and what ends the waiting. */
  readonly #asking = new Map<string, AbortController>();

  constructor(enrollments: Enrollments, registrations: Registrations, context: RegistrarContext) {
    this.#enrollments = enrollments;
    this.#registrations = registrations;
    this.#context = context;
  }

  /** Places a device on the hub, body as it came. What became of it is told by {@link Registrar.outcome}. */
  register(registrant: Registrant, body: string): RegistrationAnswer {
    const candidate = this.#admit(registrant);
    const { enrollment, groupId } = candidate;
    const { registrationId } = registrant;
    const request = readRegistration(registrationId, body);
    const { ids } = this.#context;
    const operationId = `4.${ids.bytes(8).toString("hex")}.${ids.uuid()}`;
    const known = this.#registrations.find(registrationId);
    // Nobody will want to know that any more; and however often a device asks, one webhook at a time is asked for it.
    this.#asking.get(known?.operationId ?? "")?.abort();
    const before = known?.assignedHub == null ? undefined : known;
    const step = {
      registrationId,
      operationId,
      attestation: enrollment.attestation.type,
      enrollmentGroupId: groupId,
      assignedHub: before?.assignedHub ?? null,
      deviceId: before?.deviceId ?? null,
    };
    const attempt: Attempt = { candidate, registrant, request, step, before };
    if (enrollment.provisioningStatus === "disabled") {
      return answerOf(this.#registrations.write({ ...step, operationId: "", status: "disabled" }));
    }
    // What is over already need not be waited for.
    let retryAfter = 0;
    if (before?.status === "assigned" && !enrollment.reprovisionPolicy.updateHubAssignment) {
      this.#registrations.reopen(before, operationId);
    } else if (enrollment.allocationPolicy === "custom") {
      this.#registrations.write({ ...step, status: "assigning" });
      void this.#askAndAssign(attempt);
      retryAfter = whileAsking;
    } else {
      this.#assign(attempt, { payload: "payload" in enrollment ? enrollment.payload : null });
    }
    return { document: { operationId, status: "assigning" }, retryAfter };
  }

  /** The document of an operation of the registrant's own; the latest one only is kept. */
  outcome(registrant: Registrant, operationId: string): RegistrationAnswer {
    this.#admit(registrant);
    const registration = this.#registrations.find(registrant.registrationId);
    if (!registration || operationId === "" || registration.operationId !== operationId) {
      throw new ServiceError("GenericNotFound", `There is no operation ${operationId}`);
    }
    const isLost = registration.status === "assigning" && !this.#asking.has(operationId);
    return answerOf(isLost ? this.#fail(registration, restarted()) : registration);
  }

  /** What the registrant's latest registration has come to, without registering again. */
  state(registrant: Registrant): JsonRecord {
    this.#admit(registrant);
    return deviceRegistrationDocument(this.#registrations.get(registrant.registrationId));
  }

  /** The enrollment whose proof holds; a disabled one too. */
  #admit(registrant: Registrant): Candidate {
    const { registrationId } = registrant;
    if (!isRegistrationId(registrationId)) {
      throw new ServiceError("ArgumentInvalid", `${registrationId} is no registration id`);
    }
    const context = this.#context.attestation();
    const all = candidates(this.#enrollments, registrationId);
    const problems = all.map((each) => attestationProblem(each, registrant, context));
    const admitted = all[problems.indexOf(undefined)];
    if (admitted) return admitted;
    const problem = [...new Set(problems)].join("; ") || `${registrationId} is not enrolled`;
    throw new ServiceError("IotHubUnauthorizedAccess", `Unauthorized: ${problem}`);
  }

  #assign(attempt: Attempt, { initialTwin, payload }: Allocation): void {
    const { candidate, registrant, request, step, before } = attempt;
    const { enrollment, deviceId } = candidate;
    const { devices, hubHost } = this.#context;
    placeDevice(devices, {
      deviceId,
      authentication: hubAuthentication(candidate, registrant),
      iotEdge: enrollment.iotEdge,
      initialTwin: initialTwin === undefined ? enrollment.initialTwin : initialTwin,
      reset: before !== undefined && !enrollment.reprovisionPolicy.migrateDeviceData,
      modelId: request.modelId,
    });
    this.#registrations.write({
      ...step,
      status: "assigned",
      substatus: before ? "reprovisionedToInitialAssignment" : "initialAssignment",
      assignedHub: hubHost,
      deviceId,
      payload,
    });
  }

  /** Whatever comes of it is written down, unless the device has begun anew, or its enrollment is gone. */
  async #askAndAssign(attempt: Attempt): Promise<void> {
    const { candidate, step } = attempt;
    const isCurrent = (): boolean =>
      this.#registrations.find(step.registrationId)?.operationId === step.operationId;
    const { hubHost, clock } = this.#context;
    const giveUp = new AbortController();
    this.#asking.set(step.operationId, giveUp);
    try {
      const { enrollment } = candidate;
      const allocation = await askWebhook(
        enrollment,
        webhookQuestion(attempt, hubHost),
        hubHost,
        clock,
        giveUp,
      );
      if (isCurrent()) this.#assign(attempt, allocation);
    } catch (error) {
      const known = error instanceof ServiceError ? error : undefined;
      const refusal = known ?? new ServiceError("ServerError", "The assignment failed");
      if (isCurrent()) this.#fail(step, refusal);
    } finally {
      this.#asking.delete(step.operationId);
    }
  }

  #fail(step: Attempt["step"], refusal: ServiceError): Registration {
    const { number: errorCode, message: errorMessage } = refusal;
    return this.#registrations.write({ ...step, status: "failed", errorCode, errorMessage });
  }
}

/** Nobody waits any more for the webhook that was asked. */
function restarted(): ServiceError {
  const problem = "Custom allocation failed: the hub was restarted meanwhile";
  return new ServiceError("CustomAllocationFailed", problem);
}

function answerOf(registration: Registration): RegistrationAnswer {
  const { operationId, status } = registration;
  if (status === "assigning") return { document: { operationId, status }, retryAfter: whileAsking };
  const registrationState = deviceRegistrationDocument(registration);
  return { document: { operationId, status, registrationState } };
}
