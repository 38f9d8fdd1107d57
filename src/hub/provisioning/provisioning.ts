import type { HubClock, HubIds } from "../clock.js";
import { MemoryStore } from "../store/memory-store.js";
import type { Store } from "../store/store.js";
import { DeviceAuthorities } from "../x509-authorities.js";
import type { DeviceStore } from "./assignment.js";
import { Enrollments } from "./enrollments.js";
import { provisioningRecords } from "./records.js";
import { Registrar } from "./registrar.js";
import { Registrations } from "./registrations.js";

/** The provisioning service of a hub: it has one hub to give devices to. Refusals are `ServiceError`s. */
export class Provisioning {
  /** Lower-case host name, reserved as the hub's is. */
  readonly host: string;
  readonly clock: HubClock;
  readonly enrollments: Enrollments;
  readonly registrations: Registrations;
  readonly registrar: Registrar;
  readonly #authorities: Map<string, string>;
  readonly #ids: HubIds;
  readonly #store: Store;
  #idScope: string | undefined;
  #serviceKeys: readonly [primary: string, secondary: string] | undefined;

  constructor(
    clock: HubClock,
    ids: HubIds,
    hubHost: string,
    devices: DeviceStore,
    store: Store = new MemoryStore(),
  ) {
    const records = provisioningRecords(store);
    this.host = `dps-${hubHost}`;
    this.clock = clock;
    this.#ids = ids;
    this.#store = store;
    this.#authorities = records.authorities;
    this.enrollments = new Enrollments(records, clock, { ids, hubHost });
    this.registrations = new Registrations(records.registrations, clock, ids);
    this.registrar = new Registrar(this.enrollments, this.registrations, {
      clock,
      ids,
      hubHost,
      devices,
      attestation: () => ({
        idScope: this.idScope,
        now: clock.now(),
        authority: (name) => records.authorities.get(name),
      }),
    });
  }

  /** By this devices say which service they mean, in a place where the real host name is the same for all. */
  get idScope(): string {
    const digits = (): string => String(this.#ids.bytes(4).readUInt32BE() % 100_000_000);
    this.#idScope ??= this.#store.setting("idScope", () => `0ne${digits().padStart(8, "0")}`);
    return this.#idScope;
  }

  /** Of the policy `provisioningserviceowner`, base64. */
  get serviceKeys(): readonly [primary: string, secondary: string] {
    const made = (): string => this.#ids.bytes(32).toString("base64");
    this.#serviceKeys ??= [
      this.#store.setting("provisioningPrimaryKey", made),
      this.#store.setting("provisioningSecondaryKey", made),
    ];
    return this.#serviceKeys;
  }

  /** What service applications connect with. */
  get connectionString(): string {
    const [key] = this.serviceKeys;
    return `HostName=${this.host};SharedAccessKeyName=${servicePolicy};SharedAccessKey=${key}`;
  }

  /** Lets groups refer to an authority by a name. Throws `PNP_USAGE` for PEM that holds none. */
  addAuthority(name: string, pem: string): void {
    new DeviceAuthorities().add(pem);
    this.#authorities.set(name, pem);
  }
}

/** The one policy of the service; it may do everything. */
export const servicePolicy = "provisioningserviceowner";
