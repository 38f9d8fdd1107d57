import { isRecord, type JsonRecord } from "../convention/record.js";
import { isPnpError, PnpError } from "../errors.js";
import type { HubCore } from "./hub-core.js";
import {
  deviceEnrollment,
  groupEnrollment,
  type NewEnrollment,
  type NewEnrollmentGroup,
} from "./provisioning/device-enrollment.js";
import type { Target } from "./target.js";

/** What a module of a new hub is like; members beside the ids are those of the REST API. */
export interface SeedModule extends SeedIdentity {
  readonly moduleId: string;
}

/** A device of a new hub, with its modules. */
export interface SeedDevice extends SeedIdentity {
  readonly deviceId: string;
  readonly status?: "enabled" | "disabled";
  readonly modules?: readonly SeedModule[];
}

interface SeedIdentity {
  /** Default: keys that the hub makes. */
  readonly authentication?: JsonRecord;
  /** As if it had announced it. */
  readonly modelId?: string;
  readonly tags?: JsonRecord;
  /** Desired properties. */
  readonly desired?: JsonRecord;
}

/** An automatic configuration, in the form of the REST API. */
export interface SeedConfiguration extends JsonRecord {
  readonly id: string;
}

/** What a hub begins with. */
export interface HubSeed {
  readonly devices?: readonly SeedDevice[];
  readonly enrollments?: readonly NewEnrollment[];
  readonly enrollmentGroups?: readonly NewEnrollmentGroup[];
  readonly configurations?: readonly SeedConfiguration[];
}

type Sow = (core: HubCore, item: JsonRecord, place: string) => void;

/** What enrollments of one device and of a group may both say. */
const enrollmentMembers = ["status", "primaryKey", "initialTwin", "reprovisionPolicy", "iotEdge"];

/** By the member of the seed; all that an item may say stands beside. */
const kinds: Readonly<
  Record<keyof HubSeed, { readonly members: readonly string[]; readonly sow: Sow }>
> = {
  devices: {
    members: ["deviceId", "status", "authentication", "modelId", "tags", "desired", "modules"],
    sow: sowDevice,
  },
  enrollments: {
    members: ["registrationId", "deviceId", "certificate", "payload", ...enrollmentMembers],
    sow: ({ provisioning }, item) =>
      void deviceEnrollment(provisioning, item as unknown as NewEnrollment),
  },
  enrollmentGroups: {
    members: ["id", "signingCertificate", ...enrollmentMembers],
    sow: ({ provisioning }, item) =>
      void groupEnrollment(provisioning, item as unknown as NewEnrollmentGroup),
  },
  configurations: {
    members: ["id", "schemaVersion", "labels", "content", "targetCondition", "priority", "metrics"],
    sow: ({ configurations }, { id, ...body }) => void configurations.create(String(id), body),
  },
};

const moduleMembers = ["moduleId", "authentication", "modelId", "tags", "desired"];

/** Puts the seed into a hub that is new. Throws `PNP_USAGE`, naming the place, for whatever the hub does not take. */
export function applySeed(core: HubCore, seed: unknown): void {
  const members = record(seed, "the seed");
  checkMembers(members, Object.keys(kinds), "the seed");
  for (const [name, { members: known, sow }] of Object.entries(kinds)) {
    for (const [index, item] of list(members[name], name).entries()) {
      const place = `${name}[${index}]`;
      const value = record(item, place);
      checkMembers(value, known, place);
      at(place, () => sow(core, value, place));
    }
  }
}

function sowDevice(core: HubCore, device: JsonRecord, place: string): void {
  const { deviceId, modules } = device;
  sowIdentity(core, { deviceId: String(deviceId) }, device);
  for (const [index, item] of list(modules, `${place}.modules`).entries()) {
    const inside = `${place}.modules[${index}]`;
    const module = record(item, inside);
    checkMembers(module, moduleMembers, inside);
    const target = { deviceId: String(deviceId), moduleId: String(module.moduleId) };
    at(inside, () => sowIdentity(core, target, module));
  }
}

function sowIdentity(core: HubCore, target: Target, identity: JsonRecord): void {
  const { status, authentication, modelId, tags, desired } = identity;
  core.createIdentity(target, { status, authentication });
  if (typeof modelId === "string") core.twins.announceModel(target, modelId);
  if (tags === undefined && desired === undefined) return;
  core.twins.patch(target, { tags, ...(desired === undefined ? {} : { properties: { desired } }) });
}

/** Whatever is refused on the way is refused with its place. */
function at(place: string, work: () => void): void {
  try {
    work();
  } catch (error) {
    if (!isPnpError(error) || error.message.startsWith("The seed")) throw error;
    throw problem(place, error.message, error);
  }
}

function record(value: unknown, place: string): JsonRecord {
  return isRecord(value) ? value : refuse(place, "expected a JSON object");
}

function list(value: unknown, place: string): readonly unknown[] {
  if (value === undefined) return [];
  return Array.isArray(value) ? value : refuse(place, "expected an array");
}

function checkMembers(value: JsonRecord, known: readonly string[], place: string): void {
  const unknown = Object.keys(value).find((name) => !known.includes(name));
  if (unknown === undefined) return;
  refuse(place, `there is no member ${JSON.stringify(unknown)}; there are ${known.join(", ")}`);
}

function refuse(place: string, text: string): never {
  throw problem(place, text);
}

function problem(place: string, text: string, cause?: unknown): PnpError {
  return new PnpError("PNP_USAGE", `The seed cannot be used: at ${place}: ${text}`, {
    hint: "Correct it and start again: nothing of it has been kept.",
    cause,
  });
}
