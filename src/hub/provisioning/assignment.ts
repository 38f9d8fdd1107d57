import type { Authentication } from "../identity.js";
import type { Identity, Registry } from "../registry.js";
import type { Target } from "../target.js";
import type { Twins } from "../twins.js";
import type { Enrollment } from "./enrollments.js";

/** What of the hub the provisioning service works on. */
export interface DeviceStore {
  readonly registry: Registry;
  readonly twins: Twins;
  createIdentity(target: Target, body: unknown): Identity;
  updateIdentity(target: Target, body: unknown, ifMatch: string): Identity;
}

/**
 * Gives the hub the device of an enrollment: a new identity, or the one that is there, with the enrollment's proof. The
 * model id counts as if the device had announced it.
 */
export function placeDevice(
  devices: DeviceStore,
  { deviceId, authentication }: Enrollment,
  modelId: string | undefined,
): void {
  const target: Target = { deviceId };
  const identity = devices.registry.find(target);
  if (!identity) {
    devices.createIdentity(target, { authentication: authenticationBody(authentication) });
  } else if (!isSame(identity.authentication, authentication)) {
    const { status, statusReason, managedBy } = identity;
    const kept = { status, statusReason, managedBy };
    const body = { ...kept, authentication: authenticationBody(authentication) };
    devices.updateIdentity(target, body, "*");
  }
  if (modelId !== undefined) devices.twins.announceModel(target, modelId);
}

/** In the form of the REST API. */
function authenticationBody({ type, ...proof }: Authentication): unknown {
  return type === "sas" ? { type, symmetricKey: proof } : { type, x509Thumbprint: proof };
}

function isSame(one: Authentication, other: Authentication): boolean {
  return JSON.stringify(authenticationBody(one)) === JSON.stringify(authenticationBody(other));
}
