import type { JsonRecord } from "../convention/record.js";
import type { HubClock } from "./clock.js";
import {
  type ContentKind,
  contentKind,
  desiredPatch,
  joinPatches,
  removalPatch,
} from "./configuration-content.js";
import { parseTargetCondition } from "./configuration-settings.js";
import type { Configuration } from "./configurations.js";
import type { Condition } from "./query/condition.js";
import { ServiceError } from "./service-error.js";
import { MemoryStore } from "./store/memory-store.js";
import type { Store } from "./store/store.js";
import { clientId, type Target } from "./target.js";

/** What the rollout needs of its hub. */
export interface RolloutSurroundings {
  configurations(): readonly Configuration[];
  /** All devices and modules. */
  targets(): readonly Target[];
  exists(target: Target): boolean;
  twinDocument(target: Target): JsonRecord;
  patchDesired(target: Target, patch: JsonRecord): void;
}

/** Where a device or module stands with the configurations. */
interface Standing {
  /** Ids of the configurations whose condition it meets, the one that counts first. */
  readonly targeted: readonly string[];
  /** The configuration whose content it has got, and that content. */
  readonly applied?: { readonly id: string; readonly created: string; readonly patch: JsonRecord };
}

interface Candidate {
  readonly configuration: Configuration;
  readonly kind: ContentKind;
  readonly meets: Condition;
}

/** Twins in one go; then others have their turn. */
const twinsPerSlice = 50;

/**
 * Puts configurations on the devices and modules that meet their condition, shortly after either has changed: to each
 * the one of the highest priority, among equals the newest. Its content is written once; whoever changes these
 * properties afterwards has the last word. What no longer meets the condition loses what the configuration had set; a
 * configuration that is deleted leaves it.
 */
export class ConfigurationRollout {
  readonly #clock: HubClock;
  readonly #hub: RolloutSurroundings;
  readonly #standings: Map<string, Standing>;
  readonly #dirty = new Map<string, Target>();
  #candidates: readonly Candidate[] | undefined;
  #scheduled = false;
  #isWriting = false;

  constructor(clock: HubClock, hub: RolloutSurroundings, store: Store = new MemoryStore()) {
    this.#clock = clock;
    this.#hub = hub;
    this.#standings = store.map("configurationStandings");
  }

  /** A configuration has come, changed or gone: everybody is looked at. */
  configurationsChanged(): void {
    this.#candidates = undefined;
    for (const target of this.#hub.targets()) this.#dirty.set(clientId(target), target);
    this.#schedule();
  }

  /** A twin is new or has changed. */
  twinChanged(target: Target): void {
    // No condition knows desired properties, which is all that the rollout itself writes.
    if (this.#isWriting || this.#sorted().length === 0) return;
    this.#dirty.set(clientId(target), target);
    this.#schedule();
  }

  /** A device or module is gone. */
  forget(target: Target): void {
    this.#dirty.delete(clientId(target));
    this.#standings.delete(clientId(target));
  }

  /** What the twin of a device or module says about configurations: by id, `Targeted` or `Applied`. */
  statuses(target: Target): JsonRecord {
    const standing = this.#standings.get(clientId(target));
    if (!standing) return {};
    return Object.fromEntries(
      standing.targeted.map((id) => {
        const status = id === standing.applied?.id ? "Applied" : "Targeted";
        return [id, { status }] as const;
      }),
    );
  }

  /** How many devices or modules meet a configuration's condition, and how many have got its content. */
  counts(id: string): { readonly targetedCount: number; readonly appliedCount: number } {
    let targetedCount = 0;
    let appliedCount = 0;
    for (const { targeted, applied } of this.#standings.values()) {
      if (!targeted.includes(id)) continue;
      targetedCount += 1;
      if (applied?.id === id) appliedCount += 1;
    }
    return { targetedCount, appliedCount };
  }

  #schedule(): void {
    if (this.#scheduled || this.#dirty.size === 0) return;
    this.#scheduled = true;
    this.#clock.after(0, () => this.#run());
  }

  #run(): void {
    this.#scheduled = false;
    let count = 0;
    for (const [id, target] of this.#dirty) {
      if (count === twinsPerSlice) break;
      count += 1;
      this.#dirty.delete(id);
      if (this.#hub.exists(target)) this.#settle(target);
    }
    this.#schedule();
  }

  #settle(target: Target): void {
    const kind = target.moduleId === undefined ? "deviceContent" : "moduleContent";
    const row = this.#hub.twinDocument(target);
    const met = this.#sorted().filter((one) => one.kind === kind && one.meets(row));
    const before = this.#standings.get(clientId(target));
    const winner = met[0]?.configuration;
    const targeted = met.map(({ configuration }) => configuration.id);
    const applied = this.#apply(target, winner, before?.applied);
    if (targeted.length === 0 && !applied) this.#standings.delete(clientId(target));
    else {
      const standing: Standing = { targeted, ...(applied ? { applied } : {}) };
      this.#standings.set(clientId(target), standing);
    }
  }

  /** Answers what the twin has got afterwards. A twin that has no room for a content stays as it was. */
  #apply(
    target: Target,
    winner: Configuration | undefined,
    before: Standing["applied"],
  ): Standing["applied"] {
    if (winner && before?.id === winner.id && before.created === winner.created) return before;
    const patch = winner ? desiredPatch(winner.content) : {};
    const deleted = !this.#sorted().some(({ configuration }) => configuration.id === before?.id);
    const removal = before && !deleted ? removalPatch(before.patch, patch) : {};
    if (!winner && (!before || deleted)) return undefined;
    this.#isWriting = true;
    try {
      this.#hub.patchDesired(target, joinPatches(removal, patch));
    } catch (error) {
      if (error instanceof ServiceError) return before;
      throw error;
    } finally {
      this.#isWriting = false;
    }
    return winner && { id: winner.id, created: winner.created, patch };
  }

  /** Those that have a content for twins, in the order in which they count. */
  #sorted(): readonly Candidate[] {
    this.#candidates ??= this.#hub
      .configurations()
      .map((configuration, index) => ({ configuration, index }))
      .sort(
        (one, other) =>
          other.configuration.priority - one.configuration.priority || other.index - one.index,
      )
      .flatMap(({ configuration }) => {
        const kind = contentKind(configuration.content);
        if (kind === undefined || kind === "modulesContent") return [];
        return [{ configuration, kind, meets: readCondition(configuration.targetCondition) }];
      });
    return this.#candidates;
  }
}

/** Data may hold a condition that is refused by now: nobody meets it. */
function readCondition(text: string): Condition {
  try {
    return parseTargetCondition(text);
  } catch (error) {
    if (error instanceof ServiceError) return () => false;
    throw error;
  }
}
