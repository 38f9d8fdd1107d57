import { randomBytes } from "node:crypto";
import { type CallOptions, sharedTime } from "../client/call-options.js";
import { systemClock } from "../client/clock.js";
import { requireObject } from "../client/require-argument.js";
import type { TargetId } from "../client/transport.js";
import { PnpError } from "../errors.js";
import { targetName } from "./error-translation.js";
import type { WireIdentity } from "./registry-identity.js";
import { updateRequest } from "./registry-requests.js";
import type { RegistryWire } from "./registry-wire.js";

/** The two symmetric keys of an identity (base64): secrets. Either is good; the second is there to change the first. */
export interface IdentityKeys {
  readonly primaryKey: string;
  readonly secondaryKey: string;
}

/** Which of the two keys. */
export type KeyName = "primary" | "secondary";

/** The secrets of devices and modules, told only by these calls. */
export interface KeyMethods {
  /** `PNP_USAGE` for an identity that signs in with certificates. */
  keys(target: TargetId, options?: CallOptions): Promise<IdentityKeys>;
  /** What the device or module connects with: a secret. One that signs in with certificates has `x509=true` in it. */
  connectionString(
    target: TargetId,
    options?: CallOptions & { readonly key?: KeyName },
  ): Promise<string>;
  /** Makes one key new, or both; what connects with an old one is refused from then on. Answers both. */
  regenerateKeys(
    target: TargetId,
    which?: KeyName | "both",
    options?: CallOptions,
  ): Promise<IdentityKeys>;
}

/** The calls that tell secrets. */
export function createKeyMethods(host: string, wire: RegistryWire): KeyMethods {
  return {
    async keys(target, options = {}) {
      return keysOf(await wire.read(idOf(target), options));
    },

    async connectionString(target, { key = "primary", ...options } = {}) {
      if (key !== "primary" && key !== "secondary") throw noKey(key, "primary or secondary");
      const identity = await wire.read(idOf(target), options);
      const { deviceId, moduleId } = identity;
      const module = moduleId ? `;ModuleId=${moduleId}` : "";
      const proof = isSymmetric(identity)
        ? `SharedAccessKey=${keysOf(identity)[`${key}Key`]}`
        : "x509=true";
      return `HostName=${host};DeviceId=${deviceId}${module};${proof}`;
    },

    async regenerateKeys(target, which = "both", options = {}) {
      if (which !== "primary" && which !== "secondary" && which !== "both") {
        throw noKey(which, "primary, secondary or both");
      }
      const time = sharedTime(options, systemClock);
      const before = await wire.read(idOf(target), time());
      const kept = keysOf(before);
      const symmetricKey: IdentityKeys = {
        primaryKey: which === "secondary" ? kept.primaryKey : newKey(),
        secondaryKey: which === "primary" ? kept.secondaryKey : newKey(),
      };
      const request = updateRequest(before, { authentication: { type: "sas", ...symmetricKey } });
      const answer = await wire.send("update the identity", idOf(target), request, time());
      return keysOf(JSON.parse(answer) as WireIdentity);
    },
  };
}

/** Programs without types may name any; a key that was not meant must not change. */
function noKey(which: never, expected: string): PnpError {
  return new PnpError("PNP_USAGE", `There is no key ${String(which)}; expected ${expected}.`);
}

/** Callers may hand in a whole identity. */
function idOf(target: TargetId): TargetId {
  requireObject(target, "The identity");
  const { deviceId, moduleId } = target;
  return moduleId === undefined ? { deviceId } : { deviceId, moduleId };
}

interface WireAuthentication {
  readonly type?: string;
  readonly symmetricKey?: { readonly primaryKey?: string; readonly secondaryKey?: string };
}

function keysOf(identity: WireIdentity): IdentityKeys {
  const { type, symmetricKey } = identity.authentication as WireAuthentication;
  const { primaryKey, secondaryKey } = symmetricKey ?? {};
  if (isSymmetric(identity) && primaryKey && secondaryKey) return { primaryKey, secondaryKey };
  throw new PnpError(
    "PNP_USAGE",
    `${targetName(identity)} has no symmetric keys to show: it signs in by ${type ?? "other means"}.`,
    { hint: "An identity with certificates has none; else the sign-in may not read keys." },
  );
}

function isSymmetric(identity: WireIdentity): boolean {
  return ((identity.authentication as WireAuthentication | undefined)?.type ?? "sas") === "sas";
}

function newKey(): string {
  return randomBytes(32).toString("base64");
}
