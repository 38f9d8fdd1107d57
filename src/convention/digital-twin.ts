import { isRecord, type JsonRecord, ownMember } from "./record.js";

/** A digital twin document as the hub shows it: values of the root and components, each with `$metadata`. */
export type DigitalTwin = JsonRecord;

/** The component of this name as the digital twin shows it; undefined when there is none. */
export function componentOf(digitalTwin: DigitalTwin, name: string): JsonRecord | undefined {
  if (name.startsWith("$")) return undefined;
  const value = ownMember(digitalTwin, name);
  return hasMetadata(value) ? value : undefined;
}

/** Whether a value of a digital twin, or of a patch to one, is a component: its `$metadata` tells. */
export function hasMetadata(value: unknown): value is JsonRecord {
  return isRecord(value) && isRecord(ownMember(value, "$metadata"));
}

/** Names of the properties for which the service side has set a value, reported by the device or not. */
export function desiredProperties(part: JsonRecord): readonly string[] {
  return Object.keys(metadataOf(part)).filter((name) => isDesiredProperty(part, name));
}

/** Whether the service side has set a value for this property of the root or of a component. */
export function isDesiredProperty(part: JsonRecord, name: string): boolean {
  const entry = ownMember(metadataOf(part), name);
  return (
    isRecord(entry) &&
    (Object.hasOwn(entry, "desiredVersion") || Object.hasOwn(entry, "desiredValue"))
  );
}

function metadataOf(part: JsonRecord): JsonRecord {
  const metadata = ownMember(part, "$metadata");
  return isRecord(metadata) ? metadata : {};
}
