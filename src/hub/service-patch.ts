import { isRecord, type JsonRecord } from "../convention/record.js";
import { ServiceError } from "./service-error.js";
import { checkTwinValue } from "./twin-limits.js";

/** What the service side writes of a twin. Each part: absent = untouched, `null` = emptied, object = merged. */
export interface ServicePatch {
  readonly tags: JsonRecord | null | undefined;
  readonly desired: JsonRecord | null | undefined;
}

/** Reads the body of a patch or replacement; members that are not the service side's are ignored. */
export function readServicePatch(body: unknown): ServicePatch {
  if (!isRecord(body)) throw new ServiceError("ArgumentInvalid", "A twin is a JSON object");
  const { tags, properties } = body;
  if (properties !== undefined && properties !== null && !isRecord(properties)) {
    throw new ServiceError("ArgumentInvalid", "properties must be a JSON object");
  }
  return { tags: part("tags", tags), desired: part("properties.desired", properties?.desired) };
}

function part(name: string, value: unknown): JsonRecord | null | undefined {
  if (value === undefined || value === null) return value;
  if (!isRecord(value)) throw new ServiceError("ArgumentInvalid", `${name} must be an object`);
  // Tools send back whole twins they have read, metadata and all.
  const patch = Object.fromEntries(
    Object.entries(value).filter(([key]) => key !== "$metadata" && key !== "$version"),
  );
  checkTwinValue(patch, name);
  return patch;
}
