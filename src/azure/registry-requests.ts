import type { TargetId } from "../client/transport.js";
import { PnpError } from "../errors.js";
import { quoted } from "./entity-tag.js";
import type { WireIdentity } from "./registry-identity.js";
import { type DeviceSettings, type ModuleSettings, wireSettings } from "./registry-settings.js";

/** A write as it goes to the hub. The body may hold keys. */
export interface PlannedRequest<B = unknown> {
  readonly method: "PUT" | "POST" | "DELETE";
  /** Its parts encoded, without query. */
  readonly path: string;
  /** As the header has it, quotes included. */
  readonly ifMatch?: string;
  readonly body?: B;
}

/** Empty keys are made by the hub. */
export const newKeys = {
  authentication: { type: "sas", symmetricKey: { primaryKey: "", secondaryKey: "" } },
} as const;

/** Makes a device or module. */
export function createRequest(
  target: TargetId,
  settings: DeviceSettings & ModuleSettings,
): PlannedRequest<WireIdentity> & { readonly body: WireIdentity } {
  const chosen = wireSettings(settings, kindOf(target));
  return { method: "PUT", path: pathOf(target), body: { ...target, ...newKeys, ...chosen } };
}

/** Replaces an identity by itself with a change; guarded by the etag given, else by its own. */
export function updateRequest(
  before: WireIdentity,
  change: DeviceSettings & ModuleSettings,
  etag: string = String(before.etag),
): PlannedRequest<WireIdentity> {
  const { deviceId, moduleId } = before;
  const target = moduleId ? { deviceId, moduleId } : { deviceId };
  const body = { ...before, ...wireSettings(change, kindOf(target)) };
  requireAuthentication(body);
  return { method: "PUT", path: pathOf(target), ifMatch: quoted(etag), body };
}

/** An identity written back without its keys would get new ones, and its device could not connect any more. */
export function requireAuthentication({ deviceId, authentication }: WireIdentity): void {
  const { type, symmetricKey } = (authentication ?? {}) as WireAuthentication;
  // Empty keys ask for new ones; absent keys are those that the hub did not tell.
  const told = symmetricKey?.primaryKey ?? symmetricKey?.secondaryKey;
  if (type !== undefined && (type !== "sas" || typeof told === "string")) return;
  throw new PnpError(
    "PNP_UNAUTHORIZED",
    `The hub did not tell the keys of ${deviceId}, so it cannot be changed without losing them.`,
    { hint: "Sign in with a policy that may read keys, or give the authentication anew." },
  );
}

interface WireAuthentication {
  readonly type?: string;
  readonly symmetricKey?: {
    readonly primaryKey?: string | null;
    readonly secondaryKey?: string | null;
  };
}

/** Deletes a device or module; without an etag whatever it has become. */
export function deleteRequest(target: TargetId, etag: string = "*"): PlannedRequest<never> {
  return { method: "DELETE", path: pathOf(target), ifMatch: quoted(etag) };
}

/** What kind of identity a target names. */
export function kindOf({ moduleId }: TargetId): "device" | "module" {
  return moduleId === undefined ? "device" : "module";
}

function pathOf({ deviceId, moduleId }: TargetId): string {
  const device = `/devices/${encodeURIComponent(deviceId)}`;
  return moduleId === undefined ? device : `${device}/modules/${encodeURIComponent(moduleId)}`;
}
