import { type CallOptions, sharedTime } from "../client/call-options.js";
import { systemClock } from "../client/clock.js";
import { requireEtag } from "../client/etag.js";
import { requireObject } from "../client/require-argument.js";
import { requireTargetId } from "../client/target-id.js";
import type { TargetId } from "../client/transport.js";
import { isPnpError } from "../errors.js";
import type { Attempt } from "./attempt.js";
import { createBulkMethods } from "./bulk-registry.js";
import { createKeyMethods } from "./identity-keys.js";
import {
  type DeviceIdentity,
  deviceIdentityOf,
  listedDeviceOf,
  type ModuleIdentity,
  moduleIdentityOf,
  type WireIdentity,
} from "./registry-identity.js";
import { createRequest, deleteRequest, kindOf, updateRequest } from "./registry-requests.js";
import { type DeviceSettings, type ModuleSettings, wireSettings } from "./registry-settings.js";
import type { DeviceRegistry, GuardedCall, ListOptions } from "./registry-types.js";
import { createRegistryWire, type RegistryWire } from "./registry-wire.js";

/** A {@link DeviceRegistry} over the Registry of azure-iothub. */
export function createDeviceRegistry(host: string, attempt: Attempt): DeviceRegistry {
  const wire = createRegistryWire(attempt);

  const create = (
    target: TargetId,
    settings: DeviceSettings & ModuleSettings,
    options: CallOptions,
    repeatable = false,
  ): Promise<WireIdentity> => {
    requireTargetId(target);
    return wire.create(createRequest(target, settings).body, { ...options, repeatable });
  };

  /** Only "exists already" is read back; every other failure stands. */
  const ensure = async (
    target: TargetId,
    settings: DeviceSettings & ModuleSettings,
    options: CallOptions,
  ): Promise<{ readonly created: boolean; readonly identity: WireIdentity }> => {
    const time = sharedTime(options, systemClock);
    try {
      // To make it twice is to make it once here, so a lost answer is no reason to give up.
      return { created: true, identity: await create(target, settings, time(), true) };
    } catch (error) {
      if (!isPnpError(error, "PNP_CONFLICT")) throw error;
      return { created: false, identity: await wire.read(target, time()) };
    }
  };

  const prepareUpdate: DeviceRegistry["~prepareUpdate"] = async (target, change, options = {}) => {
    requireTargetId(target);
    requireEtag(options.etag);
    wireSettings(change, kindOf(target));
    return updateRequest(await wire.read(target, options), change, options.etag);
  };

  const update = async (
    target: TargetId,
    change: DeviceSettings & ModuleSettings,
    options: GuardedCall,
  ): Promise<WireIdentity> => {
    const time = sharedTime(options, systemClock);
    const request = await prepareUpdate(target, change, { ...options, ...time() });
    return JSON.parse(await wire.send("update the identity", target, request, time()));
  };

  const remove = async (
    target: TargetId,
    { etag, ...options }: GuardedCall = {},
  ): Promise<void> => {
    requireTargetId(target);
    requireEtag(etag);
    await wire.send("delete the identity", target, deleteRequest(target, etag), options);
  };

  const module = (deviceId: string, moduleId: string): Required<TargetId> => ({
    deviceId,
    moduleId: moduleId ?? "",
  });

  const registry: DeviceRegistry = {
    ...createKeyMethods(host, wire),
    ...createBulkMethods(host, attempt, wire),
    async get(deviceId, options = {}) {
      return deviceIdentityOf(await wire.read({ deviceId }, options));
    },
    async getModule(deviceId, moduleId, options = {}) {
      return moduleIdentityOf(await wire.read(module(deviceId, moduleId), options));
    },
    list: (options = {}) => listDevices(wire, options),
    listModules: (deviceId, options = {}) => listModules(wire, deviceId, options),
    async create(deviceId, settings = {}, options = {}) {
      return deviceIdentityOf(await create({ deviceId }, settings, options));
    },
    async createModule(deviceId, moduleId, settings = {}, options = {}) {
      return moduleIdentityOf(await create(module(deviceId, moduleId), settings, options));
    },
    async ensure(deviceId, settings = {}, options = {}) {
      const { created, identity } = await ensure({ deviceId }, settings, options);
      return { ...deviceIdentityOf(identity), created };
    },
    async ensureModule(deviceId, moduleId, settings = {}, options = {}) {
      const { created, identity } = await ensure(module(deviceId, moduleId), settings, options);
      return { ...moduleIdentityOf(identity), created };
    },
    async update(deviceId, change, options = {}) {
      return deviceIdentityOf(await update({ deviceId }, change, options));
    },
    async updateModule(deviceId, moduleId, change, options = {}) {
      return moduleIdentityOf(await update(module(deviceId, moduleId), change, options));
    },
    enable: (deviceId, options) =>
      registry.update(deviceId, { status: "enabled", statusReason: null }, options),
    disable: (deviceId, { reason = null, ...options } = {}) =>
      registry.update(deviceId, { status: "disabled", statusReason: reason }, options),
    delete: (deviceId, options) => remove({ deviceId }, options),
    deleteModule: (deviceId, moduleId, options) => remove(module(deviceId, moduleId), options),
    "~prepareUpdate": prepareUpdate,
  };
  return registry;
}

async function* listDevices(
  wire: RegistryWire,
  given: ListOptions,
): AsyncGenerator<DeviceIdentity, void, undefined> {
  requireObject(given, "The options of the list");
  const { pageSize = 100, ...options } = given;
  let continuation: string | undefined;
  do {
    const page = await wire.page(pageSize, continuation, options);
    yield* page.twins.map(listedDeviceOf);
    continuation = page.continuation;
  } while (continuation !== undefined);
}

async function* listModules(
  wire: RegistryWire,
  deviceId: string,
  options: CallOptions,
): AsyncGenerator<ModuleIdentity, void, undefined> {
  yield* (await wire.modules(deviceId, options)).map(moduleIdentityOf);
}
