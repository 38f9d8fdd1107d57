import { isRecord, type JsonRecord } from "../convention/record.js";
import { type HubClock, twinTimestamp } from "./clock.js";
import { checkEtag } from "./etag.js";
import { ServiceError } from "./service-error.js";
import { readServicePatch, type ServicePatch } from "./service-patch.js";
import { MemoryStore } from "./store/memory-store.js";
import type { Store } from "./store/store.js";
import { clientId, type Target } from "./target.js";
import { checkTwinSize, checkTwinValue, type TwinPart } from "./twin-limits.js";
import { mergeDocument, mergeMetadata, replacingPatch, type Stamp } from "./twin-merge.js";

/** One of the two property documents of a twin. */
export interface TwinProperties {
  readonly values: JsonRecord;
  readonly metadata: JsonRecord;
  readonly version: number;
}

/** A twin as the hub keeps it; `twin-document.ts` shows it. */
export interface TwinState {
  /** Counts tags and desired writes; the etag is made of it. */
  readonly writes: number;
  /** Counts every change. */
  readonly version: number;
  /** The model the device announced last; empty when it never did. */
  readonly modelId: string;
  readonly tags: JsonRecord;
  readonly desired: TwinProperties;
  readonly reported: TwinProperties;
}

/** A change of the desired properties that came as a JSON Patch of the digital twin. */
export interface DesiredChange {
  readonly desired: JsonRecord;
  /** Components that have no desired property after it, and therefore leave the twin. */
  readonly emptiedComponents: readonly string[];
}

/** What a change of desired properties looks like to the device: a patch, `$version` last. */
export type DesiredListener = (target: Target, patch: JsonRecord) => void;

/** What one write has changed. */
export interface TwinChange {
  readonly target: Target;
  readonly operation: "updateTwin" | "replaceTwin";
  readonly before: TwinState;
  readonly after: TwinState;
  readonly time: Date;
  /** Merge patches of the parts that were written; `null` removes. */
  readonly patch: Partial<Readonly<Record<TwinPart, JsonRecord>>>;
}

/** Keeps the twins. Writes are all or nothing; a refused one throws a `ServiceError`. */
export class Twins {
  readonly #states: Map<string, TwinState>;
  readonly #clock: HubClock;
  readonly #desiredChanged: DesiredListener;
  readonly #changed: (change: TwinChange) => void;

  /** `desiredChanged` is for the device; `changed` is told of every write, after it. */
  constructor(
    clock: HubClock,
    desiredChanged: DesiredListener,
    changed: (change: TwinChange) => void = () => {},
    store: Store = new MemoryStore(),
  ) {
    this.#states = store.map("twins");
    this.#clock = clock;
    this.#desiredChanged = desiredChanged;
    this.#changed = changed;
  }

  create(target: Target): void {
    const $lastUpdated = twinTimestamp(this.#clock.now());
    const empty = { values: {}, metadata: { $lastUpdated }, version: 1 };
    this.#states.set(clientId(target), {
      writes: 1,
      version: 2,
      modelId: "",
      tags: {},
      desired: empty,
      reported: empty,
    });
  }

  delete(target: Target): void {
    this.#states.delete(clientId(target));
  }

  get(target: Target): TwinState {
    const state = this.#states.get(clientId(target));
    if (state) return state;
    throw new ServiceError("DeviceNotFound", `There is no twin of ${clientId(target)}`);
  }

  /** What a device told about its model. It counts as no change of the twin. */
  announceModel(target: Target, modelId: string): void {
    this.#states.set(clientId(target), { ...this.get(target), modelId });
  }

  /** The service's merge patch of `tags` and `properties.desired`; other members are ignored. */
  patch(target: Target, body: unknown, ifMatch?: string): TwinState {
    return this.#write(target, readServicePatch(body), ifMatch, "merge");
  }

  /** A change that came as a JSON Patch of the digital twin: one update, announced as the patch that it means. */
  change(target: Target, { desired, emptiedComponents }: DesiredChange): TwinState {
    const patch = readServicePatch({ properties: { desired } });
    return this.#write(target, patch, undefined, "merge", emptiedComponents);
  }

  /** The service's replacement of `tags` and `properties.desired`; what the body leaves out becomes empty. */
  replace(target: Target, body: unknown, ifMatch?: string): TwinState {
    const { tags, desired } = readServicePatch(body);
    return this.#write(target, { tags: tags ?? {}, desired: desired ?? {} }, ifMatch, "replace");
  }

  /** The device's merge patch of its reported properties. `version` refuses it when it is not the present one. */
  report(target: Target, patch: unknown, version?: number): TwinState {
    const before = this.get(target);
    if (version !== undefined && version !== before.reported.version) {
      throw new ServiceError(
        "PreconditionFailed",
        `reported.$version is ${before.reported.version}, not ${version}`,
      );
    }
    if (!isRecord(patch)) {
      throw new ServiceError("ArgumentInvalid", "reported properties must be a JSON object");
    }
    checkTwinValue(patch, "reported");
    const time = this.#clock.now();
    const reported = mergeProperties("reported", before.reported, patch, stampOf(time));
    const after = { ...before, version: before.version + 1, reported };
    this.#states.set(clientId(target), after);
    const operation = "updateTwin";
    this.#changed({ target, operation, before, after, time, patch: { reported: patch } });
    return after;
  }

  #write(
    target: Target,
    { tags, desired }: ServicePatch,
    ifMatch: string | undefined,
    mode: "merge" | "replace",
    emptiedComponents: readonly string[] = [],
  ): TwinState {
    const before = this.get(target);
    checkEtag("twin", twinEtag(before), ifMatch);
    let after = { ...before, version: before.version + 1, writes: before.writes + 1 };
    const time = this.#clock.now();
    let told: JsonRecord | undefined;
    let written: TwinChange["patch"] = {};
    if (tags !== undefined) {
      const kept = tags === null || mode === "replace" ? {} : before.tags;
      after = { ...after, tags: mergeDocument(kept, tags ?? {}) };
      checkTwinSize("tags", after.tags);
      const merged = tags !== null && mode === "merge";
      written = { tags: merged ? tags : replacingPatch(before.tags, after.tags) };
    }
    if (desired !== undefined) {
      // A merge patch is announced as it came; a replacement as the patch with the same outcome.
      told =
        desired !== null && mode === "merge"
          ? desired
          : replacingPatch(before.desired.values, mergeDocument({}, desired ?? {}));
      const emptied = Object.fromEntries(emptiedComponents.map((name) => [name, null]));
      const patch = { ...told, ...emptied };
      const stamp = { ...stampOf(time), $lastUpdatedVersion: before.desired.version + 1 };
      after = { ...after, desired: mergeProperties("desired", before.desired, patch, stamp) };
      written = { ...written, desired: patch };
    }
    this.#states.set(clientId(target), after);
    if (told) this.#desiredChanged(target, { ...told, $version: after.desired.version });
    const operation = mode === "replace" ? "replaceTwin" : "updateTwin";
    this.#changed({ target, operation, before, after, time, patch: written });
    return after;
  }
}

function stampOf(time: Date): Stamp {
  return { $lastUpdated: twinTimestamp(time) };
}

function mergeProperties(
  part: Exclude<TwinPart, "tags">,
  before: TwinProperties,
  patch: JsonRecord,
  stamp: Stamp,
): TwinProperties {
  const values = mergeDocument(before.values, patch);
  checkTwinSize(part, values);
  const metadata = mergeMetadata(before.metadata, patch, stamp);
  return { values, metadata, version: before.version + 1 };
}

/** The etag of a twin: base64 of the count of service writes, 64 bit, high byte first. */
export function twinEtag({ writes }: TwinState): string {
  etagBytes.writeUInt32BE(Math.floor(writes / 2 ** 32), 0);
  etagBytes.writeUInt32BE(writes % 2 ** 32, 4);
  return etagBytes.toString("base64");
}

const etagBytes = Buffer.alloc(8);
