import type { TargetId } from "../client/transport.js";

/** How an identity signs in, as the hub tells; never a key. */
export interface IdentityAuthentication {
  readonly type: "sas" | "selfSigned" | "certificateAuthority" | "none";
  /** Of the certificates an identity of type `selfSigned` may use: SHA-1 or SHA-256 in hexadecimal digits. */
  readonly primaryThumbprint?: string;
  readonly secondaryThumbprint?: string;
}

/** What the hub keeps about a device and a module alike. It owns all of it. */
export interface IdentityFacts {
  /** Moves with every write of the identity, and with nothing else; guards `update` and `delete`. */
  readonly etag: string;
  /** New at every creation; absent in lists. */
  readonly generationId?: string;
  readonly connectionState: "Connected" | "Disconnected";
  /** RFC 3339, with all the digits the hub gives; absent when it never happened. */
  readonly connectionStateUpdatedTime?: string;
  readonly lastActivityTime?: string;
  readonly cloudToDeviceMessageCount: number;
  readonly authentication: IdentityAuthentication;
}

/** A device as the hub's registry knows it. It holds no key: ask for these by name. */
export interface DeviceIdentity extends TargetId, IdentityFacts {
  /** A disabled device cannot connect, nor can its modules. */
  readonly status: "enabled" | "disabled";
  readonly statusReason?: string;
  readonly statusUpdatedTime?: string;
  /** The model it announced last; only in lists. */
  readonly modelId?: string;
}

/** A module as the hub's registry knows it. It has no status of its own: that of its device counts. */
export interface ModuleIdentity extends TargetId, IdentityFacts {
  readonly moduleId: string;
  /** Who looks after the module, such as `IotEdge`. */
  readonly managedBy?: string;
}

/** An identity as the REST API has it, members unknown here included. May hold keys. */
export type WireIdentity = Readonly<Record<string, unknown>> & {
  readonly deviceId: string;
  readonly moduleId?: string;
};

/** What an identity of the REST API says, without its keys. */
export function deviceIdentityOf(wire: WireIdentity): DeviceIdentity {
  const statusReason = textOf(wire.statusReason);
  return {
    deviceId: wire.deviceId,
    status: wire.status === "disabled" ? "disabled" : "enabled",
    ...(statusReason === undefined ? {} : { statusReason }),
    ...instant("statusUpdatedTime", wire.statusUpdatedTime),
    ...factsOf(wire),
  };
}

/** The same for a module. */
export function moduleIdentityOf(wire: WireIdentity): ModuleIdentity {
  const managedBy = textOf(wire.managedBy);
  return {
    deviceId: wire.deviceId,
    moduleId: wire.moduleId ?? "",
    ...(managedBy === undefined ? {} : { managedBy }),
    ...factsOf(wire),
  };
}

/** A device as a query answers it: with the members of its twin, which are named a little differently. */
export function listedDeviceOf(twin: WireIdentity): DeviceIdentity {
  const modelId = textOf(twin.modelId);
  const device = deviceIdentityOf({
    ...twin,
    etag: twin.deviceEtag,
    statusUpdatedTime: twin.statusUpdateTime,
    authentication: { type: twin.authenticationType, x509Thumbprint: twin.x509Thumbprint },
  });
  return modelId === undefined ? device : { ...device, modelId };
}

function factsOf(wire: WireIdentity): IdentityFacts {
  const generationId = textOf(wire.generationId);
  return {
    etag: textOf(wire.etag) ?? "",
    ...(generationId === undefined ? {} : { generationId }),
    connectionState: wire.connectionState === "Connected" ? "Connected" : "Disconnected",
    ...instant("connectionStateUpdatedTime", wire.connectionStateUpdatedTime),
    ...instant("lastActivityTime", wire.lastActivityTime),
    cloudToDeviceMessageCount:
      typeof wire.cloudToDeviceMessageCount === "number" ? wire.cloudToDeviceMessageCount : 0,
    authentication: authenticationOf(wire),
  };
}

const kinds = ["sas", "selfSigned", "certificateAuthority", "none"] as const;

function authenticationOf({ authentication }: WireIdentity): IdentityAuthentication {
  const { type, x509Thumbprint } = recordOf(authentication);
  const thumbprints = Object.entries(recordOf(x509Thumbprint));
  // Twins write these names with a capital letter.
  const thumbprint = (name: string): string | undefined =>
    textOf(thumbprints.find(([key]) => key.toLowerCase() === name.toLowerCase())?.[1]);
  const primaryThumbprint = thumbprint("primaryThumbprint");
  const secondaryThumbprint = thumbprint("secondaryThumbprint");
  return {
    type: kinds.find((kind) => kind === type) ?? "sas",
    ...(primaryThumbprint === undefined ? {} : { primaryThumbprint }),
    ...(secondaryThumbprint === undefined ? {} : { secondaryThumbprint }),
  };
}

/** Identities tell UTC without saying so, and the year 1 for what never happened. */
function instant<K extends string>(name: K, value: unknown): Partial<Record<K, string>> {
  const text = textOf(value);
  if (text === undefined || text.startsWith("0001-01-01")) return {};
  const zoned = /(?:Z|[+-]\d\d:\d\d)$/i.test(text) ? text : `${text}Z`;
  return { [name]: zoned } as Partial<Record<K, string>>;
}

function textOf(value: unknown): string | undefined {
  return typeof value === "string" && value !== "" ? value : undefined;
}

function recordOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : {};
}
