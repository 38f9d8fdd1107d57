import type { JsonRecord } from "../../convention/record.js";
import type { HubClock, HubIds } from "../clock.js";
import { checkEtag } from "../etag.js";
import { ServiceError } from "../service-error.js";
import { newEtag } from "./etag.js";
import { type Registration, recordKey } from "./records.js";

/** What of a registration is written with each step. */
export type RegistrationStep = Pick<
  Registration,
  "registrationId" | "operationId" | "status" | "attestation" | "enrollmentGroupId"
> &
  Partial<
    Pick<
      Registration,
      "substatus" | "assignedHub" | "deviceId" | "errorCode" | "errorMessage" | "payload"
    >
  >;

/** What has become of the devices that have registered: the latest registration of each. */
export class Registrations {
  readonly #records: Map<string, Registration>;
  readonly #clock: HubClock;
  readonly #ids: HubIds;

  constructor(records: Map<string, Registration>, clock: HubClock, ids: HubIds) {
    this.#records = records;
    this.#clock = clock;
    this.#ids = ids;
  }

  find(registrationId: string): Registration | undefined {
    return this.#records.get(recordKey(registrationId));
  }

  /** Throws `RegistrationNotFound`. */
  get(registrationId: string): Registration {
    const found = this.find(registrationId);
    if (found) return found;
    throw new ServiceError("RegistrationNotFound", `${registrationId} has not registered`);
  }

  /** Those of a group, in the order of their first registration. */
  ofGroup(enrollmentGroupId: string): readonly Registration[] {
    return [...this.#records.values()].filter(
      (registration) => registration.enrollmentGroupId === enrollmentGroupId,
    );
  }

  /** Replaces what is known of a device; the time of its first registration stays. */
  write(step: RegistrationStep): Registration {
    const key = recordKey(step.registrationId);
    const now = this.#clock.now().toISOString();
    const written: Registration = {
      substatus: null,
      assignedHub: null,
      deviceId: null,
      errorCode: null,
      errorMessage: null,
      payload: null,
      ...step,
      createdDateTimeUtc: this.#records.get(key)?.createdDateTimeUtc ?? now,
      lastUpdatedDateTimeUtc: now,
      etag: newEtag(this.#ids),
    };
    this.#records.set(key, written);
    return written;
  }

  /** The same registration, for which the device asks by a new operation. */
  reopen(registration: Registration, operationId: string): void {
    this.#records.set(recordKey(registration.registrationId), { ...registration, operationId });
  }

  delete(registrationId: string, ifMatch: string | undefined): void {
    const before = this.get(registrationId);
    checkEtag("record", before.etag, ifMatch);
    this.#records.delete(recordKey(registrationId));
  }
}

/** A registration as the service side sees it. */
export function registrationDocument(registration: Registration): JsonRecord {
  const { registrationId, createdDateTimeUtc, status, lastUpdatedDateTimeUtc, etag } = registration;
  const { assignedHub, deviceId, substatus, errorCode, errorMessage, payload } = registration;
  return {
    registrationId,
    createdDateTimeUtc,
    ...(status === "assigned" ? present({ assignedHub, deviceId }) : {}),
    status,
    ...present({ substatus, errorCode, errorMessage, payload }),
    lastUpdatedDateTimeUtc,
    etag,
  };
}

/** The same for the device, which is also told how it was let in. */
export function deviceRegistrationDocument(registration: Registration): JsonRecord {
  const { attestation, enrollmentGroupId } = registration;
  return {
    ...registrationDocument(registration),
    [attestation]: present({ enrollmentGroupId }),
  };
}

function present(members: JsonRecord): JsonRecord {
  return Object.fromEntries(Object.entries(members).filter(([, value]) => value !== null));
}
