import type { CallOptions } from "../client/call-options.js";
import type { TargetId } from "../client/transport.js";
import type { BulkMethods } from "./bulk-registry.js";
import type { KeyMethods } from "./identity-keys.js";
import type { DeviceIdentity, ModuleIdentity, WireIdentity } from "./registry-identity.js";
import type { PlannedRequest } from "./registry-requests.js";
import type { DeviceSettings, ModuleSettings } from "./registry-settings.js";

/** An identity, and whether it had to be made. */
export type Ensured<T> = T & { readonly created: boolean };

/** A call that an etag can guard. */
export interface GuardedCall extends CallOptions {
  /** Refuses with `PNP_CONFLICT` unless the identity still has this etag; `*` guards nothing. */
  readonly etag?: string;
}

/** How a list is fetched; the deadline counts for each page. */
export interface ListOptions extends CallOptions {
  /** Identities a request asks for: 1 to 100, default 100. */
  readonly pageSize?: number;
}

/**
 * The identities of one hub. Every failure is a `PnpError`: `PNP_DEVICE_NOT_FOUND`, `PNP_MODULE_NOT_FOUND`,
 * `PNP_CONFLICT` for one that exists already or has changed, `PNP_UNAUTHORIZED`. No identity shows its keys: ask
 * `keys` or `connectionString` for them.
 */
export interface DeviceRegistry extends KeyMethods, BulkMethods {
  get(deviceId: string, options?: CallOptions): Promise<DeviceIdentity>;
  getModule(deviceId: string, moduleId: string, options?: CallOptions): Promise<ModuleIdentity>;
  /** All devices, page by page. The hub may show a change a few seconds late. */
  list(options?: ListOptions): AsyncIterable<DeviceIdentity>;
  listModules(deviceId: string, options?: CallOptions): AsyncIterable<ModuleIdentity>;
  /** A new device; without settings enabled, with keys of the hub's choice. */
  create(
    deviceId: string,
    settings?: DeviceSettings,
    options?: CallOptions,
  ): Promise<DeviceIdentity>;
  /** A new module of a device that exists. */
  createModule(
    deviceId: string,
    moduleId: string,
    settings?: ModuleSettings,
    options?: CallOptions,
  ): Promise<ModuleIdentity>;
  /** The device as it is, made with these settings when there is none. */
  ensure(
    deviceId: string,
    settings?: DeviceSettings,
    options?: CallOptions,
  ): Promise<Ensured<DeviceIdentity>>;
  /** The module as it is, made with these settings when there is none; its device must exist. */
  ensureModule(
    deviceId: string,
    moduleId: string,
    settings?: ModuleSettings,
    options?: CallOptions,
  ): Promise<Ensured<ModuleIdentity>>;
  /** Changes what is named and keeps the rest; guarded by the etag given, else by the one just read. */
  update(deviceId: string, change: DeviceSettings, options?: GuardedCall): Promise<DeviceIdentity>;
  updateModule(
    deviceId: string,
    moduleId: string,
    change: ModuleSettings,
    options?: GuardedCall,
  ): Promise<ModuleIdentity>;
  /** Lets the device connect again. */
  enable(deviceId: string, options?: GuardedCall): Promise<DeviceIdentity>;
  /** Cuts the device and its modules off, and keeps them out until it is enabled. */
  disable(
    deviceId: string,
    options?: GuardedCall & { readonly reason?: string },
  ): Promise<DeviceIdentity>;
  /** Deletes the device with its modules and all their twins. */
  delete(deviceId: string, options?: GuardedCall): Promise<void>;
  deleteModule(deviceId: string, moduleId: string, options?: GuardedCall): Promise<void>;
  /** The request that an update would send, keys included: for whoever shows it first. */
  "~prepareUpdate"(
    target: TargetId,
    change: DeviceSettings & ModuleSettings,
    options?: GuardedCall,
  ): Promise<PlannedRequest<WireIdentity>>;
}
