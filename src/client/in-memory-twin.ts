import { parseAck } from "../convention/ack.js";
import { isRecord, type JsonRecord, ownMember } from "../convention/record.js";
import type { JsonObject } from "./json.js";
import { mergePatch, replacement } from "./merge-patch.js";
import type { Twin, TwinChange, TwinContent } from "./transport.js";

/** The twin of one device or module as a hub keeps it. Values in and out are copies. */
export interface InMemoryTwin {
  readonly etag: string;
  modelId: string | undefined;
  /** One write of the service side; its desired patch as devices get it, `$version` last. */
  patch(change: TwinChange): JsonRecord | undefined;
  /** The same for new tags and desired properties instead of the present ones. */
  replace(content: TwinContent): JsonRecord;
  patchReported(patch: JsonRecord): void;
  /** Tells every change from now on; the answer ends it. */
  onChange(listener: () => void): () => void;
  /** What the service side sees, metadata included. */
  toTwin(): Twin;
  /** What the device side sees, metadata left out. */
  toDeviceTwin(): { readonly desired: JsonRecord; readonly reported: JsonRecord };
  toDigitalTwin(): JsonRecord;
}

interface Part {
  values: JsonRecord;
  version: number;
  /** `$version` of the last change, by `component/property` or `property`. */
  readonly versions: Map<string, number>;
}

/** A new twin, with the versions that IoT Hub begins with. */
export function createInMemoryTwin(deviceId: string, moduleId?: string): InMemoryTwin {
  const desired: Part = { values: {}, version: 1, versions: new Map() };
  const reported: Part = { values: {}, version: 1, versions: new Map() };
  let tags: JsonRecord = {};
  let tagWrites = 0;
  let counter = 1;
  let modelId: string | undefined;
  const listeners = new Set<() => void>();
  const changed = (): void => {
    for (const listener of [...listeners]) listener();
  };
  const setTags = (next: JsonRecord): void => {
    tags = next;
    tagWrites++;
  };
  const setDesired = (patch: JsonRecord): JsonRecord => {
    const change = apply(desired, patch);
    return copy({ ...change, $version: desired.version });
  };

  return {
    get etag() {
      // IoT Hub's etags are a 64-bit counter in base64; reports do not move it.
      const digits = counter.toString(16).padStart(16, "0").match(/../g) ?? [];
      return btoa(String.fromCharCode(...digits.map((digit) => Number.parseInt(digit, 16))));
    },
    get modelId() {
      return modelId;
    },
    set modelId(id) {
      modelId = id;
    },
    patch(change) {
      counter++;
      if (change.tags !== undefined) setTags(merged(tags, change.tags));
      const told = change.desired === undefined ? undefined : setDesired(change.desired);
      changed();
      return told;
    },
    replace(content) {
      counter++;
      setTags(merged({}, content.tags));
      const next = merged({}, withoutHubMembers(content.desired));
      const told = setDesired(replacement(desired.values, next) as JsonRecord);
      changed();
      return told;
    },
    patchReported(patch) {
      apply(reported, patch);
      changed();
    },
    onChange(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    toTwin() {
      return copy({
        deviceId,
        ...(moduleId === undefined ? {} : { moduleId }),
        etag: this.etag,
        modelId: modelId ?? "",
        version: desired.version + reported.version + tagWrites,
        tags: tags as JsonObject,
        properties: {
          desired: { ...desired.values, $metadata: metadata(desired), $version: desired.version },
          reported: {
            ...reported.values,
            $metadata: metadata(reported),
            $version: reported.version,
          },
        },
      });
    },
    toDeviceTwin() {
      return copy({
        desired: { ...desired.values, $version: desired.version },
        reported: { ...reported.values, $version: reported.version },
      });
    },
    toDigitalTwin() {
      const names = new Set([...Object.keys(reported.values), ...Object.keys(desired.values)]);
      const document: Record<string, unknown> = { $dtId: deviceId };
      const rootMetadata: Record<string, unknown> =
        modelId === undefined ? {} : { $model: modelId };
      for (const name of names) {
        const wanted = ownMember(desired.values, name);
        const actual = ownMember(reported.values, name);
        if (isComponent(wanted) || isComponent(actual)) {
          document[name] = digitalTwinComponent(desired, name, wanted, actual);
        } else {
          showProperty(document, rootMetadata, name, wanted, actual, desired.versions.get(name));
        }
      }
      return copy({ ...document, $metadata: rootMetadata });
    },
  };
}

function apply(part: Part, given: JsonRecord): JsonRecord {
  const change = withoutHubMembers(copy(given));
  part.values = merged(part.values, change);
  part.version++;
  for (const [name, value] of Object.entries(change)) {
    part.versions.set(name, part.version);
    if (!isRecord(value)) continue;
    for (const member of Object.keys(value)) part.versions.set(`${name}/${member}`, part.version);
  }
  return change;
}

/** Tools send whole twins back: what the hub itself puts at the top is not taken for properties. */
function withoutHubMembers(document: JsonRecord): JsonRecord {
  const { $version: _version, $metadata: _metadata, ...own } = document;
  return own;
}

function merged(document: JsonRecord, patch: JsonRecord): JsonRecord {
  const result = mergePatch(document, copy(patch));
  return isRecord(result) ? result : {};
}

function metadata(part: Part): JsonRecord {
  const entry = (path: string) => ({
    $lastUpdatedVersion: part.versions.get(path) ?? part.version,
  });
  const entries = Object.entries(part.values).map(([name, value]) => {
    const members = isRecord(value) ? Object.keys(value) : [];
    const inner = members.map((member) => [member, entry(`${name}/${member}`)] as const);
    return [name, { ...entry(name), ...Object.fromEntries(inner) }] as const;
  });
  return { $lastUpdatedVersion: part.version, ...Object.fromEntries(entries) };
}

function digitalTwinComponent(
  part: Part,
  name: string,
  desired: unknown,
  reported: unknown,
): JsonRecord {
  const wanted = isRecord(desired) ? desired : {};
  const actual = isRecord(reported) ? reported : {};
  const component: Record<string, unknown> = {};
  const own: Record<string, unknown> = {};
  for (const member of new Set([...Object.keys(actual), ...Object.keys(wanted)])) {
    if (member === "__t") continue;
    const version = part.versions.get(`${name}/${member}`);
    showProperty(
      component,
      own,
      member,
      ownMember(wanted, member),
      ownMember(actual, member),
      version,
    );
  }
  return { ...component, $metadata: own };
}

/** A property without a reported value is absent; only its metadata shows what is desired. */
function showProperty(
  owner: Record<string, unknown>,
  ownerMetadata: Record<string, unknown>,
  name: string,
  desired: unknown,
  reported: unknown,
  desiredVersion: number | undefined,
): void {
  const ack = parseAck(reported);
  if (reported !== undefined) owner[name] = ack === undefined ? reported : ack.value;
  ownerMetadata[name] = {
    ...(desired === undefined ? {} : { desiredValue: desired, desiredVersion }),
    ...(ack === undefined ? {} : { ackVersion: ack.av, ackCode: ack.ac }),
    ...(ack?.ad === undefined ? {} : { ackDescription: ack.ad }),
  };
}

function isComponent(value: unknown): boolean {
  return isRecord(value) && ownMember(value, "__t") === "c";
}

/** Through JSON text, as everything on the wire: what it cannot carry fails here, too. */
export function copy<T>(value: T): T {
  return JSON.parse(JSON.stringify(value ?? null)) as T;
}
