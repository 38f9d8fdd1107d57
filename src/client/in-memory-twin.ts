import { parseAck } from "../convention/ack.js";
import { isRecord, type JsonRecord, ownMember } from "../convention/record.js";
import { mergePatch } from "./merge-patch.js";
import type { Twin } from "./transport.js";

/** The twin of one device or module as a hub keeps it. Values in and out are copies. */
export interface InMemoryTwin {
  readonly etag: string;
  modelId: string | undefined;
  /** One more desired version; the patch as devices get it, `$version` last. */
  patchDesired(patch: JsonRecord): JsonRecord;
  patchReported(patch: JsonRecord): void;
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
  let counter = 1;
  let modelId: string | undefined;

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
    patchDesired(patch) {
      const change = apply(desired, patch);
      counter++;
      return copy({ ...change, $version: desired.version });
    },
    patchReported(patch) {
      apply(reported, patch);
    },
    toTwin() {
      return copy({
        deviceId,
        ...(moduleId === undefined ? {} : { moduleId }),
        etag: this.etag,
        modelId: modelId ?? "",
        version: desired.version + reported.version,
        tags: {},
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
  // Tools send whole twins back: what the hub itself puts at the top is not taken for properties.
  const { $version: _version, $metadata: _metadata, ...change } = copy(given);
  const merged = mergePatch(part.values, change);
  part.values = isRecord(merged) ? merged : {};
  part.version++;
  for (const [name, value] of Object.entries(change)) {
    part.versions.set(name, part.version);
    if (!isRecord(value)) continue;
    for (const member of Object.keys(value)) part.versions.set(`${name}/${member}`, part.version);
  }
  return change;
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
