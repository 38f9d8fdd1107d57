import { parseAck } from "../convention/ack.js";
import { splitDigitalTwinPatch } from "../convention/digital-twin-patch.js";
import { parsePointer } from "../convention/json-pointer.js";
import { isRecord, type JsonRecord, ownMember, setOwn } from "../convention/record.js";
import { ServiceError } from "./service-error.js";
import type { DesiredChange, TwinState } from "./twins.js";

/** One property document with the metadata that belongs to it. */
interface Side {
  readonly values: JsonRecord;
  readonly metadata: JsonRecord;
}

/**
 * What of a digital twin is wanted: components and properties by name, of a component either all (`undefined`) or again
 * some.
 */
export type WantedNames = ReadonlyMap<string, Iterable<string> | undefined>;

/**
 * The digital twin: the same values as the twin, arranged by components, acknowledgements taken apart. Default: all of
 * it.
 */
export function digitalTwinOf(deviceId: string, twin: TwinState, wanted?: WantedNames): JsonRecord {
  const { desired, reported } = twin;
  const names = wanted?.keys() ?? namesOf(desired, reported);
  const root = describePart(desired, reported, names, wanted);
  const model = twin.modelId === "" ? {} : { $model: twin.modelId };
  return { $dtId: deviceId, ...root.members, $metadata: { ...model, ...root.metadata } };
}

/** What a patch of either side can have changed in the digital twin between two states of the twin. */
export function changedNames(
  before: TwinState,
  after: TwinState,
  patches: readonly (JsonRecord | undefined)[],
): WantedNames {
  const changed = new Map<string, Iterable<string> | undefined>();
  for (const name of patches.flatMap((patch) => Object.keys(patch ?? {}))) {
    const stays = isComponentOf(before, name) && isComponentOf(after, name);
    const parts = patches.map((patch) => patch && ownMember(patch, name));
    // A component that comes or goes, or is written over, can have changed anywhere.
    const isWithin = stays && parts.every((part) => part === undefined || isRecord(part));
    changed.set(
      name,
      isWithin ? new Set(parts.flatMap((part) => Object.keys(part ?? {}))) : undefined,
    );
  }
  return changed;
}

function isComponentOf({ desired, reported }: TwinState, name: string): boolean {
  return (
    isComponent(ownMember(desired.values, name)) || isComponent(ownMember(reported.values, name))
  );
}

/** Reads a JSON Patch of the digital twin. Throws a `ServiceError` that says why it cannot be. */
export function desiredChangeOf(deviceId: string, twin: TwinState, patch: unknown): DesiredChange {
  const result = splitDigitalTwinPatch(patch, digitalTwinOf(deviceId, twin));
  // A patch that makes no sense is told that first.
  const wellFormed = result.ok || result.code === "InvalidDigitalTwinPatch";
  const offender = wellFormed ? unmarkedComponent(twin, patch) : undefined;
  if (offender !== undefined) {
    throw new ServiceError(
      "ArgumentInvalid",
      `'${offender}' exists within the device twin and is not digital twin conformant property. Please refer to aka.ms/dtpatch to update this to be conformant.`,
    );
  }
  if (result.ok) return result;
  throw new ServiceError(result.code, result.message);
}

/** What the patch takes for a component, and the twin has as an object that lacks a component's marker. */
function unmarkedComponent({ desired, reported }: TwinState, patch: unknown): string | undefined {
  const operations = Array.isArray(patch) ? patch.filter(isRecord) : [];
  const components = operations.flatMap(({ path, value }) => {
    const [name, ...rest] = parsePointer(String(path)) ?? [];
    const isMeant = rest.length > 0 || (isRecord(value) && Object.hasOwn(value, "$metadata"));
    return name !== undefined && isMeant ? [name] : [];
  });
  const isObject = (value: unknown): boolean => isRecord(value) && parseAck(value) === undefined;
  return components.find((name) => {
    const values = [desired, reported].map((side) => ownMember(side.values, name));
    return values.some(isObject) && !values.some(isComponent);
  });
}

interface Part {
  readonly members: JsonRecord;
  readonly metadata: JsonRecord;
}

function namesOf(desired: Side, reported: Side): readonly string[] {
  return [...new Set([...Object.keys(reported.values), ...Object.keys(desired.values)])];
}

function describePart(
  desired: Side,
  reported: Side,
  names: Iterable<string>,
  wanted?: WantedNames,
): Part {
  const members: Record<string, unknown> = {};
  const metadata: Record<string, unknown> = {};
  for (const name of names) {
    if (name === "__t") continue;
    const want = ownMember(desired.values, name);
    const have = ownMember(reported.values, name);
    if (isComponent(want) || isComponent(have)) {
      const sides = [below(desired, name), below(reported, name)] as const;
      const part = describePart(...sides, wanted?.get(name) ?? namesOf(...sides));
      setOwn(members, name, { ...part.members, $metadata: part.metadata });
    } else if (want !== undefined || have !== undefined) {
      const ack = parseAck(have);
      if (have !== undefined) setOwn(members, name, ack ? ack.value : have);
      setOwn(metadata, name, describeProperty(name, want, have, ack, desired, reported));
    }
  }
  return { members, metadata };
}

function describeProperty(
  name: string,
  want: unknown,
  have: unknown,
  ack: ReturnType<typeof parseAck>,
  desired: Side,
  reported: Side,
): JsonRecord {
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
