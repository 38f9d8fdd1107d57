import { parseAck } from "../convention/ack.js";
import { splitDigitalTwinPatch } from "../convention/digital-twin-patch.js";
import { isRecord, type JsonRecord, ownMember } from "../convention/record.js";
import { ServiceError } from "./service-error.js";
import type { DesiredChange, TwinState } from "./twins.js";

/** One property document with the metadata that belongs to it. */
interface Side {
  readonly values: JsonRecord;
  readonly metadata: JsonRecord;
}

/** The digital twin: the same values as the twin, arranged by components, acknowledgements taken apart. */
export function digitalTwinOf(deviceId: string, twin: TwinState): JsonRecord {
  const root = describePart(twin.desired, twin.reported);
  const model = twin.modelId === "" ? {} : { $model: twin.modelId };
  return { $dtId: deviceId, ...root.members, $metadata: { ...model, ...root.metadata } };
}

/** Reads a JSON Patch of the digital twin. Throws a `ServiceError` that says why it cannot be. */
export function desiredChangeOf(deviceId: string, twin: TwinState, patch: unknown): DesiredChange {
  const result = splitDigitalTwinPatch(patch, digitalTwinOf(deviceId, twin));
  if (result.ok) return result;
  throw new ServiceError(result.code, result.message);
}

interface Part {
  readonly members: JsonRecord;
  readonly metadata: JsonRecord;
}

function describePart(desired: Side, reported: Side): Part {
  const members: [string, unknown][] = [];
  const metadata: [string, unknown][] = [];
  const names = new Set([...Object.keys(reported.values), ...Object.keys(desired.values)]);
  names.delete("__t");
  for (const name of names) {
    const want = ownMember(desired.values, name);
    const have = ownMember(reported.values, name);
    if (isComponent(want) || isComponent(have)) {
      const part = describePart(below(desired, name), below(reported, name));
      members.push([name, { ...part.members, $metadata: part.metadata }]);
    } else {
      const ack = parseAck(have);
      if (have !== undefined) members.push([name, ack ? ack.value : have]);
      metadata.push([name, describeProperty(name, want, have, desired, reported)]);
    }
  }
  return { members: Object.fromEntries(members), metadata: Object.fromEntries(metadata) };
}

function describeProperty(
  name: string,
  want: unknown,
  have: unknown,
  desired: Side,
  reported: Side,
): JsonRecord {
  const ack = parseAck(have);
  return {
    ...(want === undefined
      ? {}
      : { desiredValue: want, desiredVersion: stampOf(desired, name).$lastUpdatedVersion }),
    ...(ack ? { ackVersion: ack.av, ackCode: ack.ac } : {}),
    ...(ack?.ad === undefined ? {} : { ackDescription: ack.ad }),
    ...(have === undefined ? {} : { lastUpdateTime: stampOf(reported, name).$lastUpdated }),
  };
}

function isComponent(value: unknown): boolean {
  return isRecord(value) && ownMember(value, "__t") === "c";
}

function below(side: Side, name: string): Side {
  const values = ownMember(side.values, name);
  return { values: isRecord(values) ? values : {}, metadata: stampOf(side, name) };
}

function stampOf(side: Side, name: string): JsonRecord {
  const stamp = ownMember(side.metadata, name);
  return isRecord(stamp) ? stamp : {};
}
