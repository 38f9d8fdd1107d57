import type { HubClock } from "../clock.js";
import { checkEtag } from "../etag.js";
import { ServiceError } from "../service-error.js";
import {
  type BodyContext,
  readEnrollmentGroup,
  readIndividualEnrollment,
  type Stamps,
} from "./enrollment-body.js";
import { newEtag } from "./etag.js";
import {
  type EnrollmentGroup,
  type IndividualEnrollment,
  type ProvisioningRecords,
  recordKey,
} from "./records.js";

/** Reads one kind of enrollment; see `enrollment-body.ts`. */
type Reader<T> = (
  id: string,
  body: unknown,
  before: T | undefined,
  stamps: Stamps,
  context: BodyContext,
) => T;

/**
 * Enrollments of one kind, by their ids. `If-Match` decides what a write may do: without it there must be none yet,
 * with it there must be one of this etag, `*` for any.
 */
export class EnrollmentTable<T extends Stamps> {
  readonly #records: Map<string, T>;
  readonly #read: Reader<T>;
  readonly #clock: HubClock;
  readonly #context: BodyContext;
  readonly #removed: (enrollment: T) => void;

  /** `removed` is told of each one that is gone. */
  constructor(
    records: Map<string, T>,
    read: Reader<T>,
    clock: HubClock,
    context: BodyContext,
    removed: (enrollment: T) => void,
  ) {
    this.#records = records;
    this.#read = read;
    this.#clock = clock;
    this.#context = context;
    this.#removed = removed;
  }

  /** Throws `EnrollmentAlreadyExists`, `PreconditionFailed`, `EnrollmentNotFound` or 400. */
  put(id: string, body: unknown, ifMatch: string | undefined): T {
    const before = this.find(id);
    if (ifMatch !== undefined) checkEtag("record", (before ?? notFound(id)).etag, ifMatch);
    else if (before) {
      throw new ServiceError(
        "EnrollmentAlreadyExists",
        `There is an enrollment ${id} already; to change it, send If-Match with its etag or *`,
      );
    }
    const now = this.#clock.now().toISOString();
    const stamps: Stamps = {
      createdDateTimeUtc: before?.createdDateTimeUtc ?? now,
      lastUpdatedDateTimeUtc: now,
      etag: newEtag(this.#context.ids),
    };
    return this.keep(id, this.#read(id, body, before, stamps, this.#context));
  }

  /** Puts a record in its place as it is. */
  keep(id: string, record: T): T {
    this.#records.set(recordKey(id), record);
    return record;
  }

  find(id: string): T | undefined {
    return this.#records.get(recordKey(id));
  }

  /** Throws `EnrollmentNotFound`. */
  get(id: string): T {
    return this.find(id) ?? notFound(id);
  }

  delete(id: string, ifMatch: string | undefined): void {
    const before = this.get(id);
    checkEtag("record", before.etag, ifMatch);
    this.#records.delete(recordKey(id));
    this.#removed(before);
  }

  values(): Iterable<T> {
    return this.#records.values();
  }
}

/** Everybody who may register. */
export class Enrollments {
  readonly individual: EnrollmentTable<IndividualEnrollment>;
  readonly groups: EnrollmentTable<EnrollmentGroup>;

  /** An enrollment takes the registrations that came of it along when it goes. */
  constructor(records: ProvisioningRecords, clock: HubClock, context: BodyContext) {
    const { individual, groups, registrations } = records;
    this.individual = new EnrollmentTable(
      individual,
      readIndividualEnrollment,
      clock,
      context,
      ({ registrationId }) => void registrations.delete(recordKey(registrationId)),
    );
    this.groups = new EnrollmentTable(
      groups,
      readEnrollmentGroup,
      clock,
      context,
      ({ enrollmentGroupId }) => {
        for (const [key, registration] of [...registrations]) {
          if (registration.enrollmentGroupId === enrollmentGroupId) registrations.delete(key);
        }
      },
    );
  }
}

function notFound(id: string): never {
  throw new ServiceError("EnrollmentNotFound", `There is no enrollment ${id}`);
}
