import type { X509Certificate } from "node:crypto";
import type { HubClock } from "./clock.js";
import type { DataAction } from "./entra/roles.js";
import type { EntraTokens } from "./entra/tokens.js";
import type { Permission, Policy } from "./policies.js";
import type { Identity, Registry } from "./registry.js";
import { covers, isExpired } from "./sas-token.js";
import { ServiceError } from "./service-error.js";
import { clientId, type Target } from "./target.js";
import type { VerifiedTokens } from "./verified-tokens.js";
import { certificateProblem } from "./x509-access.js";
import type { DeviceAuthorities } from "./x509-authorities.js";

/** What the hub's doors need to know about who may pass. */
export interface AccessRules {
  readonly registry: Registry;
  readonly policies: ReadonlyMap<string, Policy>;
  readonly entra: EntraTokens;
  /** Who may sign devices' certificates. */
  readonly deviceAuthorities: DeviceAuthorities;
  readonly tokens: VerifiedTokens;
  readonly clock: HubClock;
  /** Lower-case names this hub answers to. */
  readonly hosts: readonly string[];
}

/** What a service call needs: of a policy one of the permissions, of an Entra role the actions. */
export interface ServiceDemand {
  readonly anyOf: readonly Permission[];
  /** All of them. */
  readonly actions: readonly DataAction[];
  /** A policy key is the only way. */
  readonly keysOnly?: boolean;
}

function refuse(problem: string): never {
  throw new ServiceError("IotHubUnauthorizedAccess", `Unauthorized: ${problem}`);
}

/** Throws 401 unless the `Authorization` header allows what is asked. */
export function authorizeService(
  rules: AccessRules,
  header: string | undefined,
  demand: ServiceDemand,
): void {
  if (header?.startsWith("Bearer ")) {
    authorizeBearer(rules, header.slice("Bearer ".length), demand);
    return;
  }
  const permissions = policyPermissions(rules, header ?? "");
  if (demand.anyOf.some((permission) => permissions.includes(permission))) return;
  refuse(`this needs ${demand.anyOf.join(" or ")}`);
}

function authorizeBearer(
  rules: AccessRules,
  token: string,
  { actions, keysOnly = false }: ServiceDemand,
): void {
  // The cloud refuses digital twin commands by Entra token (seen 2024); what fails there must fail here.
  if (keysOnly) refuse("a digital twin command takes a shared access key, not an Entra token");
  const grant = rules.entra.verify(token);
  if (!grant) refuse("the bearer token was not issued by this hub for this use, or has expired");
  const missing = actions.filter((action) => !grant.allows(action));
  if (missing.length === 0) return;
  const wanted = missing.map((action) => `Microsoft.Devices/IotHubs/${action}`).join(" and ");
  refuse(`no role of the token allows ${wanted}`);
}

function policyPermissions(rules: AccessRules, header: string): readonly Permission[] {
  const token = rules.tokens.read(header);
  if (!token) refuse("the Authorization header has no shared access signature");
  const policy = token.policy === undefined ? undefined : rules.policies.get(token.policy);
  if (!policy) refuse("the token names no policy of this hub");
  const keys = [policy.primaryKey, policy.secondaryKey];
  if (!rules.tokens.isSignedBy(header, token, keys)) refuse("the signature is wrong");
  if (isExpired(token, rules.clock.now())) refuse("the token has expired");
  if (!covers(token, rules.hosts, [])) refuse("the token is not for this hub");
  return policy.permissions;
}

/** By what a device or module has proved who it is: whose secret, and of which kind. */
export interface AuthMethod {
  readonly scope: "hub" | "device" | "module";
  readonly type: "sas" | "x509";
}

/** A device or module that has proved who it is, and until when (milliseconds since the epoch). */
export interface DeviceGrant {
  readonly identity: Identity;
  readonly until: number;
  readonly authMethod: AuthMethod;
}

/**
 * Throws 401 unless the token (a device's MQTT password) allows to act as the device or module; where there is no
 * token, unless the certificate of its TLS connection does.
 */
export function authorizeDevice(
  rules: AccessRules,
  target: Target,
  password: string,
  certificate?: X509Certificate,
): DeviceGrant {
  const identity = usableIdentity(rules.registry, target);
  if (typeof identity === "string") refuse(identity);
  const scope = target.moduleId === undefined ? "device" : "module";
  if (password === "" && certificate) {
    const now = rules.clock.now();
    const problem = certificateProblem(identity, certificate, rules.deviceAuthorities, now);
    if (problem !== undefined) refuse(problem);
    const until = new Date(certificate.validTo).getTime();
    return { identity, until, authMethod: { scope, type: "x509" } };
  }
  const token = rules.tokens.read(password);
  if (!token) refuse("the password is not a shared access signature");
  const keys = token.policy === undefined ? deviceKeys(identity) : policyKeys(rules, token.policy);
  if (!rules.tokens.isSignedBy(password, token, keys)) refuse("the signature is wrong");
  if (isExpired(token, rules.clock.now())) refuse("the token has expired");
  const resource = ["devices", target.deviceId];
  if (target.moduleId !== undefined) resource.push("modules", target.moduleId);
  if (!covers(token, rules.hosts, resource)) refuse(`the token is not for ${clientId(target)}`);
  return {
    identity,
    until: Number(token.expiry) * 1000,
    authMethod: { scope: token.policy === undefined ? scope : "hub", type: "sas" },
  };
}

/** The identity of a device or module that may act; in words why there is none. */
export function usableIdentity(registry: Registry, target: Target): Identity | string {
  const identity = registry.find(target);
  const device = registry.find({ deviceId: target.deviceId });
  if (!identity || !device) return `${clientId(target)} is not registered`;
  return identity.status === "enabled" && device.status === "enabled"
    ? identity
    : `${clientId(target)} is disabled`;
}

function deviceKeys({ authentication }: Identity): readonly string[] {
  if (authentication.type !== "sas")
    refuse("the device signs in with a certificate, not with a key");
  return [authentication.primaryKey, authentication.secondaryKey];
}

function policyKeys(rules: AccessRules, name: string): readonly string[] {
  const policy = rules.policies.get(name);
  if (!policy?.permissions.includes("DeviceConnect")) refuse("the policy may not act as a device");
  return [policy.primaryKey, policy.secondaryKey];
}
