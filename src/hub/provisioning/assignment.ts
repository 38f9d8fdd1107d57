import type { Authentication } from "../identity.js";
import type { Identity, Registry } from "../registry.js";
import type { Target } from "../target.js";
import type { Twins } from "../twins.js";
import type { InitialTwin } from "./records.js";

/** What of the hub the provisioning service works on. */
export interface DeviceStore {
  readonly registry: Registry;
  readonly twins: Twins;
  createIdentity(target: Target, body: unknown): Identity;
  updateIdentity(target: Target, body: unknown, ifMatch: string): Identity;
}

/** A device as it shall be on the hub. */
export interface Placement {
  readonly deviceId: string;
  readonly authentication: Authentication;
  /** Makes it an edge device; one that is there already stays one without it. */
  readonly iotEdge: boolean;
  readonly initialTwin: InitialTwin | null;
  /** Whether a twin that is there already is set back to the initial one. */
  readonly reset: boolean;
  readonly modelId: string | undefined;
}

/**
 * Gives the hub a device: a new identity with its initial twin, or the one that is there, with the proof it has
 * registered with. The model id counts as if the device had announced it.
 */
export function placeDevice(devices: DeviceStore, placement: Placement): void {
  const { deviceId, authentication, iotEdge, initialTwin, reset, modelId } = placement;
  const target: Target = { deviceId };
  const edge = iotEdge ? { capabilities: { iotEdge } } : {};
  const identity = devices.registry.find(target);
  if (!identity) {
    devices.createIdentity(target, { authentication: authenticationBody(authentication), ...edge });
    if (initialTwin !== null) writeTwin(devices.twins, target, initialTwin);
  } else {
    if (!isSame(identity.authentication, authentication) || (iotEdge && !identity.iotEdge)) {
      const { status, statusReason, managedBy } = identity;
      const parentScopes = identity.parentScopes.filter((scope) =>
        devices.registry.hasScope(scope),
      );
      const kept = { status, statusReason, managedBy, parentScopes, ...edge };
      const body = { ...kept, authentication: authenticationBody(authentication) };
      devices.updateIdentity(target, body, "*");
    }
    if (reset) resetTwin(devices.twins, target, initialTwin);
  }
  if (modelId !== undefined) devices.twins.announceModel(target, modelId);
}

function writeTwin(twins: Twins, target: Target, { tags, desired }: InitialTwin): void {
  twins.replace(target, { tags, properties: { desired } });
}

/** Like a device that was never used: what it had reported is gone too. */
function resetTwin(twins: Twins, target: Target, initialTwin: InitialTwin | null): void {
  writeTwin(twins, target, initialTwin ?? { tags: {}, desired: {} });
  const reported = Object.keys(twins.get(target).reported.values);
  if (reported.length === 0) return;
  twins.report(target, Object.fromEntries(reported.map((name) => [name, null])));
}

/** In the form of the REST API. */
function authenticationBody({ type, ...proof }: Authentication): unknown {
  return type === "sas" ? { type, symmetricKey: proof } : { type, x509Thumbprint: proof };
}

function isSame(one: Authentication, other: Authentication): boolean {
  return JSON.stringify(authenticationBody(one)) === JSON.stringify(authenticationBody(other));
}
