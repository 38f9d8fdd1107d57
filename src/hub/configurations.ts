import type { JsonRecord } from "../convention/record.js";
import { type HubClock, twinTimestamp } from "./clock.js";
import { type ConfigurationSettings, readSettings } from "./configuration-settings.js";
import { checkEtag } from "./etag.js";
import { ServiceError } from "./service-error.js";
import { MemoryStore } from "./store/memory-store.js";
import type { Store } from "./store/store.js";

/** An automatic configuration. `configuration-rollout.ts` puts it on devices. */
export interface Configuration extends ConfigurationSettings {
  readonly id: string;
  readonly created: string;
  readonly updated: string;
  /** Base64 of the count of its writes. */
  readonly etag: string;
}

const idPattern = /^[a-z0-9\-:+%_#*?!(),=@$']{1,128}$/;

/** Keeps the configurations, in the order of their creation. */
export class Configurations {
  readonly #all: Map<string, Configuration>;
  readonly #clock: HubClock;
  readonly #changed: () => void;
  readonly #most: number;

  /** `changed` is told after every write. */
  constructor(
    clock: HubClock,
    changed: () => void,
    most: number,
    store: Store = new MemoryStore(),
  ) {
    this.#clock = clock;
    this.#changed = changed;
    this.#most = most;
    this.#all = store.map("configurations");
  }

  /** Throws `ConfigurationAlreadyExists` when there is one of this id. */
  create(id: string, body: JsonRecord): Configuration {
    if (!idPattern.test(id)) {
      throw new ServiceError(
        "ArgumentInvalid",
        `The configuration id ${JSON.stringify(id)} is not valid: 1 to 128 lower-case letters, digits and - : + % _ # * ? ! ( ) , = @ $ '`,
      );
    }
    if (this.#all.has(id)) {
      throw new ServiceError("ConfigurationAlreadyExists", `Configuration ${id} already exists`);
    }
    if (this.#all.size >= this.#most) {
      throw new ServiceError(
        "IotHubQuotaExceeded",
        `The hub has ${this.#most} configurations already, the most there can be`,
      );
    }
    const now = twinTimestamp(this.#clock.now());
    return this.#keep({ ...readSettings(body), id, created: now, updated: now, etag: etag(1) });
  }

  /** Replaces all that may change; a changed content is ignored, as the cloud ignores it. */
  update(id: string, body: JsonRecord, ifMatch: string): Configuration {
    const before = this.get(id);
    checkEtag("configuration", before.etag, ifMatch);
    return this.#keep({
      ...readSettings(body, before.content),
      id,
      created: before.created,
      updated: twinTimestamp(this.#clock.now()),
      etag: etag(writesOf(before.etag) + 1),
    });
  }

  delete(id: string, ifMatch: string | undefined): void {
    const before = this.get(id);
    checkEtag("configuration", before.etag, ifMatch);
    this.#all.delete(id);
    this.#changed();
  }

  /** Throws `ConfigurationNotFound`. */
  get(id: string): Configuration {
    const found = this.#all.get(id);
    if (found) return found;
    throw new ServiceError("ConfigurationNotFound", `Configuration ${id} not found`);
  }

  list(): readonly Configuration[] {
    return [...this.#all.values()];
  }

  get size(): number {
    return this.#all.size;
  }

  #keep(configuration: Configuration): Configuration {
    this.#all.set(configuration.id, configuration);
    this.#changed();
    return configuration;
  }
}

function etag(writes: number): string {
  return Buffer.from(String(writes)).toString("base64");
}

function writesOf(text: string): number {
  return Number(Buffer.from(text, "base64").toString());
}
