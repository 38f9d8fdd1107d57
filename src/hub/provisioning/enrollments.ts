import { createHmac } from "node:crypto";
import type { JsonRecord } from "../../convention/record.js";
import { PnpError } from "../../errors.js";
import type { HubIds } from "../clock.js";
import { type Authentication, readIdentitySettings } from "../identity.js";
import { isTargetId } from "../target.js";

/** One device that may register. */
export interface NewEnrollment {
  /** 1 to 128 letters, digits and `-._:`; letter case does not count. */
  readonly registrationId: string;
  /** What it is called on the hub; default: the registration id. */
  readonly deviceId?: string;
  /** Base64 of 16 to 64 bytes; default: made by the hub. */
  readonly primaryKey?: string;
  /** SHA-1 or SHA-256 of its certificate, hexadecimal digits: it then proves itself by that, and has no key. */
  readonly x509Thumbprint?: string;
  /** A disabled one is refused. Default `enabled`. */
  readonly status?: "enabled" | "disabled";
  /** What the device is told with its assignment, as a custom allocation would tell it. */
  readonly payload?: JsonRecord;
}

/** Any number of devices, each with a key derived from the group's. */
export interface NewEnrollmentGroup {
  readonly id: string;
  /** Base64 of 16 to 64 bytes; default: made by the hub. */
  readonly primaryKey?: string;
  readonly status?: "enabled" | "disabled";
}

/** What stands for one registration id: an enrollment of its own, or a group seen from one of its devices. */
export interface Enrollment {
  readonly deviceId: string;
  /** How the device proves itself, here and then on the hub. */
  readonly authentication: Authentication;
  readonly status: "enabled" | "disabled";
  readonly payload?: JsonRecord;
  readonly groupId?: string;
}

interface Group {
  readonly id: string;
  readonly primaryKey: string;
  readonly secondaryKey: string;
  readonly status: "enabled" | "disabled";
}

/** Who may register. */
export class Enrollments {
  readonly #single = new Map<string, Enrollment>();
  readonly #groups = new Map<string, Group>();
  readonly #ids: HubIds;

  constructor(ids: HubIds) {
    this.#ids = ids;
  }

  /** Throws `PNP_CONFLICT` when there is one of this id, `PNP_USAGE` for ids and keys that are none. */
  add(given: NewEnrollment): Enrollment {
    const { registrationId, deviceId = registrationId, status = "enabled", payload } = given;
    checkIds(registrationId, deviceId);
    refuseTaken(this.#single.has(key(registrationId)), `An enrollment of ${registrationId}`);
    const enrollment: Enrollment = {
      deviceId,
      authentication: this.#authentication(given.primaryKey, given.x509Thumbprint),
      status,
      ...(payload === undefined ? {} : { payload }),
    };
    this.#single.set(key(registrationId), enrollment);
    return enrollment;
  }

  /** Answers the group's key. Throws as {@link Enrollments.add} does. */
  addGroup({ id, primaryKey, status = "enabled" }: NewEnrollmentGroup): string {
    refuseTaken(this.#groups.has(key(id)), `An enrollment group ${id}`);
    const made = this.#authentication(primaryKey, undefined);
    if (made.type !== "sas") throw new TypeError("a group has keys");
    this.#groups.set(key(id), { id, status, ...made });
    return made.primaryKey;
  }

  /** All that a device of this id may stand for. Its own enrollment, where it has one, hides the groups. */
  candidates(registrationId: string): readonly Enrollment[] {
    const own = this.#single.get(key(registrationId));
    if (own) return [own];
    return [...this.#groups.values()].map(({ id, status, primaryKey, secondaryKey }) => ({
      deviceId: registrationId,
      authentication: {
        type: "sas",
        primaryKey: derivedKey(primaryKey, registrationId),
        secondaryKey: derivedKey(secondaryKey, registrationId),
      },
      status,
      groupId: id,
    }));
  }

  #authentication(primaryKey?: string, primaryThumbprint?: string): Authentication {
    const made = (): string => this.#ids.bytes(32).toString("base64");
    const authentication =
      primaryThumbprint === undefined
        ? { symmetricKey: { primaryKey: primaryKey ?? made(), secondaryKey: made() } }
        : { type: "selfSigned", x509Thumbprint: { primaryThumbprint } };
    return readIdentitySettings({ authentication }, this.#ids, "device").authentication;
  }
}

/** The key of a device of a group: HMAC-SHA256 of its registration id, both keys in base64. */
export function derivedKey(groupKey: string, registrationId: string): string {
  return createHmac("sha256", Buffer.from(groupKey, "base64"))
    .update(registrationId)
    .digest("base64");
}

const registrationIdPattern = /^[A-Za-z0-9](?:[A-Za-z0-9._:-]{0,126}[A-Za-z0-9-])?$/;

/** Whether a text may be a registration id. */
export function isRegistrationId(text: string): boolean {
  return registrationIdPattern.test(text);
}

function checkIds(registrationId: string, deviceId: string): void {
  if (!isRegistrationId(registrationId)) {
    throw new PnpError("PNP_USAGE", `${JSON.stringify(registrationId)} is no registration id.`, {
      hint: "Use 1 to 128 letters, digits and - . _ :, beginning and ending with a letter or digit.",
    });
  }
  if (!isTargetId(deviceId)) {
    throw new PnpError("PNP_USAGE", `${JSON.stringify(deviceId)} is no device id.`, {
      hint: "Leave it out, and the device is called by its registration id.",
    });
  }
}

function refuseTaken(isTaken: boolean, what: string): void {
  if (isTaken) {
    throw new PnpError("PNP_CONFLICT", `${what} is there already.`, { hint: "Use another id." });
  }
}

function key(id: string): string {
  return id.toLowerCase();
}
