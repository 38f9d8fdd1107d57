import type { TargetId } from "../client/transport.js";
import { isPnpError, PnpError } from "../errors.js";
import { targetName, translateSdkError } from "./error-translation.js";
import type { HubClients } from "./hub-clients.js";
import type { LoadClients } from "./service-transport.js";

/** A device or module as the hub's registry knows it. Its keys are secrets. */
export interface DeviceIdentity extends TargetId {
  readonly status: "enabled" | "disabled";
  readonly connectionState: "Connected" | "Disconnected";
  readonly authentication: {
    /** `sas` for symmetric keys; else `selfSigned`, `certificateAuthority` or `none`. */
    readonly type: string;
    /** Base64; absent when the identity signs in with certificates. */
    readonly primaryKey?: string;
    readonly secondaryKey?: string;
  };
}

/** An identity, and whether it had to be made. */
export interface EnsuredIdentity extends DeviceIdentity {
  readonly created: boolean;
}

/** The identities of one hub. Every failure is a `PnpError`. */
export interface DeviceRegistry {
  /** Fails with `PNP_DEVICE_NOT_FOUND`. */
  get(deviceId: string): Promise<DeviceIdentity>;
  /** The device, made with keys of the hub's choice when it does not exist. */
  ensure(deviceId: string): Promise<EnsuredIdentity>;
  /** The module, made when it does not exist; its device must exist. */
  ensureModule(deviceId: string, moduleId: string): Promise<EnsuredIdentity>;
  /** Deletes the device with its modules and twins. Fails with `PNP_DEVICE_NOT_FOUND`. */
  delete(deviceId: string): Promise<void>;
  /** What the device or module connects with: a secret. `PNP_USAGE` when the identity has no symmetric key. */
  connectionString(identity: DeviceIdentity): string;
}

/** A {@link DeviceRegistry} over the Registry of azure-iothub. */
export function createDeviceRegistry(host: string, load: LoadClients): DeviceRegistry {
  const attempt = async <T>(
    action: string,
    target: TargetId,
    call: (registry: HubClients["registry"]) => Promise<T>,
  ): Promise<T> => {
    const { registry } = await load();
    try {
      return await call(registry);
    } catch (error) {
      throw translateSdkError(error, { action, host, target });
    }
  };

  const read = async (target: TargetId): Promise<DeviceIdentity> => {
    const { deviceId, moduleId } = target;
    const answer = await attempt("read the identity", target, (registry) =>
      moduleId === undefined ? registry.get(deviceId) : registry.getModule(deviceId, moduleId),
    );
    return identityOf(answer.responseBody as RegistryAnswer);
  };

  const create = async (target: TargetId): Promise<DeviceIdentity> => {
    const { deviceId, moduleId } = target;
    const answer = await attempt("create the identity", target, (registry) =>
      moduleId === undefined
        ? registry.create({ deviceId })
        : registry.addModule({ deviceId, moduleId }),
    );
    return identityOf(answer.responseBody as RegistryAnswer);
  };

  const ensure = async (target: TargetId): Promise<EnsuredIdentity> => {
    const missing = target.moduleId === undefined ? "PNP_DEVICE_NOT_FOUND" : "PNP_MODULE_NOT_FOUND";
    const found = await read(target).catch(unlessCode(missing));
    if (found !== undefined) return { ...found, created: false };
    const made = await create(target).catch(unlessCode("PNP_CONFLICT"));
    // Somebody else made it in between.
    return made === undefined
      ? { ...(await read(target)), created: false }
      : { ...made, created: true };
  };

  return {
    get: (deviceId) => read({ deviceId }),
    ensure: (deviceId) => ensure({ deviceId }),
    ensureModule: (deviceId, moduleId) => ensure({ deviceId, moduleId }),
    async delete(deviceId) {
      await attempt("delete the identity", { deviceId }, (registry) => registry.delete(deviceId));
    },
    connectionString: (identity) => connectionStringOf(host, identity),
  };
}

function connectionStringOf(host: string, identity: DeviceIdentity): string {
  const { deviceId, moduleId, authentication } = identity;
  if (authentication.primaryKey === undefined) {
    throw new PnpError(
      "PNP_USAGE",
      `${targetName(identity)} has no symmetric key but signs in by ${authentication.type}, so it has no connection string.`,
    );
  }
  const module = moduleId === undefined ? "" : `;ModuleId=${moduleId}`;
  return `HostName=${host};DeviceId=${deviceId}${module};SharedAccessKey=${authentication.primaryKey}`;
}

/** What the registry answers, in the wire's words. */
interface RegistryAnswer {
  readonly deviceId: string;
  readonly moduleId?: string;
  readonly status?: string;
  readonly connectionState?: string;
  readonly authentication?: {
    readonly type?: string;
    readonly symmetricKey?: { readonly primaryKey?: string; readonly secondaryKey?: string };
  };
}

function identityOf(answer: RegistryAnswer): DeviceIdentity {
  const { primaryKey, secondaryKey } = answer.authentication?.symmetricKey ?? {};
  return {
    deviceId: answer.deviceId,
    ...(answer.moduleId ? { moduleId: answer.moduleId } : {}),
    status: answer.status === "disabled" ? "disabled" : "enabled",
    connectionState: answer.connectionState === "Connected" ? "Connected" : "Disconnected",
    authentication: {
      type: answer.authentication?.type ?? "sas",
      ...(primaryKey ? { primaryKey } : {}),
      ...(secondaryKey ? { secondaryKey } : {}),
    },
  };
}

function unlessCode(
  code: "PNP_DEVICE_NOT_FOUND" | "PNP_MODULE_NOT_FOUND" | "PNP_CONFLICT",
): (error: unknown) => undefined {
  return (error) => {
    if (isPnpError(error, code)) return undefined;
    throw error;
  };
}
