import { isRecord } from "../convention/record.js";
import { type HubClock, type HubIds, identityTimestamp, never } from "./clock.js";
import { type EdgeScope, noEdge, readEdgeScope, systemModules } from "./edge-scope.js";
import { type IdentitySettings, readIdentitySettings } from "./identity.js";
import { ServiceError } from "./service-error.js";
import { MemoryStore } from "./store/memory-store.js";
import type { Store } from "./store/store.js";
import { clientId, isTargetId, type Target } from "./target.js";

/** A device or module that the hub knows. */
export interface Identity extends Target, IdentitySettings, EdgeScope {
  /** New at every creation, so that a deleted and created device is not taken for the same one. */
  readonly generationId: string;
  /** Moves with every write of the identity, and with nothing else. */
  readonly etag: string;
  readonly statusUpdatedTime: string;
}

const modulesPerDevice = 50;

/** Keeps the identities, in the order of their creation. */
export class Registry {
  readonly #devices: Map<string, Identity>;
  /** All of them, by client id. */
  readonly #keptModules: Map<string, Identity>;
  /** The same by device. */
  readonly #modules = new Map<string, Map<string, Identity>>();
  readonly #clock: HubClock;
  readonly #ids: HubIds;
  readonly #most: number;

  /** `most` devices and modules together. */
  constructor(
    clock: HubClock,
    ids: HubIds,
    store: Store = new MemoryStore(),
    most: number = Number.POSITIVE_INFINITY,
  ) {
    this.#most = most;
    this.#clock = clock;
    this.#ids = ids;
    this.#devices = store.map("devices");
    this.#keptModules = store.map("modules");
    for (const module of this.#keptModules.values()) this.#place(module);
  }

  /** A new identity. Throws `DeviceAlreadyExists` or `ModuleAlreadyExistsOnDevice` when there is one. */
  create(target: Target, body: unknown): Identity {
    checkId(target.deviceId, "device id");
    if (target.moduleId !== undefined) this.#checkNewModule(target.deviceId, target.moduleId);
    if (this.find(target)) {
      throw target.moduleId === undefined
        ? new ServiceError(
            "DeviceAlreadyExists",
            `A device with ID '${target.deviceId}' is already registered.`,
          )
        : new ServiceError(
            "ModuleAlreadyExistsOnDevice",
            `Module ${target.moduleId} already exists on device ${target.deviceId}`,
          );
    }
    const count = this.#devices.size + this.#keptModules.size;
    if (count >= this.#most) {
      throw new ServiceError(
        "TooManyDevices",
        `The hub has ${count} devices and modules already, the most there can be`,
      );
    }
    return this.#keep(this.#make(target, body));
  }

  /** The modules that an edge device has from the start. */
  createSystemModules(deviceId: string): readonly Identity[] {
    return systemModules.map((moduleId) =>
      this.#keep(this.#make({ deviceId, moduleId }, { managedBy: "iotEdge" })),
    );
  }

  /** Replaces what a caller may choose. Left-out authentication means new keys. */
  update(target: Target, body: unknown, ifMatch: string): Identity {
    const before = this.get(target);
    checkEtag(before, ifMatch);
    const settings = readIdentitySettings(body, this.#ids, kindOf(target));
    const edge = this.#readEdge(target, body, before);
    const moved = settings.status !== before.status;
    return this.#keep({
      ...before,
      ...settings,
      ...edge,
      etag: etag(this.#ids),
      statusUpdatedTime: moved ? identityTimestamp(this.#clock.now()) : before.statusUpdatedTime,
    });
  }

  /** Removes an identity, a device with its modules; answers all that is gone. */
  delete(target: Target, ifMatch: string | undefined): readonly Identity[] {
    const identity = this.get(target);
    if (ifMatch === undefined) {
      throw new ServiceError(
        "PreconditionFailed",
        "Etag missing: send If-Match with the etag or *",
      );
    }
    checkEtag(identity, ifMatch);
    if (target.moduleId !== undefined) {
      this.#modules.get(target.deviceId)?.delete(target.moduleId);
      this.#keptModules.delete(clientId(target));
      return [identity];
    }
    const modules = this.modulesOf(target.deviceId);
    this.#devices.delete(target.deviceId);
    this.#modules.delete(target.deviceId);
    for (const module of modules) this.#keptModules.delete(clientId(module));
    return [...modules, identity];
  }

  find(target: Target): Identity | undefined {
    return target.moduleId === undefined
      ? this.#devices.get(target.deviceId)
      : this.#modules.get(target.deviceId)?.get(target.moduleId);
  }

  /** Throws `DeviceNotFound` or `ModuleNotFound`. */
  get(target: Target): Identity {
    const identity = this.find(target);
    if (identity) return identity;
    throw target.moduleId !== undefined && this.#devices.has(target.deviceId)
      ? new ServiceError("ModuleNotFound", `Module ${clientId(target)} not registered`)
      : new ServiceError("DeviceNotFound", `Device ${target.deviceId} not registered`);
  }

  devices(): readonly Identity[] {
    return [...this.#devices.values()];
  }

  /** Whether a scope is that of an edge device. */
  hasScope(scope: string): boolean {
    return this.devices().some((one) => one.iotEdge && one.deviceScope === scope);
  }

  modulesOf(deviceId: string): readonly Identity[] {
    this.get({ deviceId });
    return [...(this.#modules.get(deviceId)?.values() ?? [])];
  }

  #make(target: Target, body: unknown): Identity {
    return {
      ...target,
      ...readIdentitySettings(body, this.#ids, kindOf(target)),
      ...this.#readEdge(target, body, undefined),
      generationId: decimal(this.#ids),
      etag: etag(this.#ids),
      statusUpdatedTime: never,
    };
  }

  #readEdge(
    { deviceId, moduleId }: Target,
    body: unknown,
    before: Identity | undefined,
  ): EdgeScope {
    if (moduleId !== undefined || !isRecord(body)) return noEdge;
    const exists = (scope: string): boolean => this.hasScope(scope);
    return readEdgeScope(body, { deviceId, before, now: this.#clock.now(), exists });
  }

  #checkNewModule(deviceId: string, moduleId: string): void {
    checkId(moduleId, "module id");
    if (moduleId.startsWith("$")) {
      throw new ServiceError(
        "ArgumentInvalid",
        `The module id ${moduleId} is reserved: it begins with $`,
      );
    }
    const modules = this.modulesOf(deviceId);
    if (modules.length < modulesPerDevice) return;
    throw new ServiceError(
      "TooManyModulesOnDevice",
      `Device ${deviceId} has ${modules.length} modules already, the most a device can have`,
    );
  }

  #keep(identity: Identity): Identity {
    if (identity.moduleId === undefined) {
      this.#devices.set(identity.deviceId, identity);
    } else {
      this.#keptModules.set(clientId(identity), identity);
      this.#place(identity);
    }
    return identity;
  }

  #place(module: Identity): void {
    const { deviceId, moduleId = "" } = module;
    const modules = this.#modules.get(deviceId) ?? new Map<string, Identity>();
    this.#modules.set(deviceId, modules.set(moduleId, module));
  }
}

function kindOf({ moduleId }: Target): "device" | "module" {
  return moduleId === undefined ? "device" : "module";
}

function checkId(id: string, what: string): void {
  if (isTargetId(id)) return;
  throw new ServiceError(
    "ArgumentInvalid",
    `The ${what} ${JSON.stringify(id)} is not valid: 1 to 128 ASCII letters, digits and - : . + % _ # * ? ! ( ) , = @ ; $ '`,
  );
}

function checkEtag(identity: Identity, ifMatch: string): void {
  if (ifMatch === "*" || ifMatch === identity.etag) return;
  throw new ServiceError("PreconditionFailed", "Precondition failed: Device version did not match");
}

function decimal(ids: HubIds): string {
  return ids.bytes(8).readBigUInt64BE().toString().padStart(20, "0").slice(0, 18);
}

/** Identities' etags are base64 of a decimal number's text. */
function etag(ids: HubIds): string {
  return Buffer.from(String(ids.bytes(4).readUInt32BE())).toString("base64");
}
