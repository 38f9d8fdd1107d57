import { requireObject } from "../client/require-argument.js";
import { PnpError } from "../errors.js";

/** How a new or changed identity shall sign in. Keys left out are made by the hub. */
export type NewAuthentication =
  | {
      readonly type: "sas";
      /** Base64 of 16 to 64 bytes; both or neither. */
      readonly primaryKey?: string;
      readonly secondaryKey?: string;
    }
  | {
      readonly type: "selfSigned";
      /** SHA-1 or SHA-256 of the certificate: 40 or 64 hexadecimal digits without separators. */
      readonly primaryThumbprint: string;
      readonly secondaryThumbprint?: string;
    }
  | { readonly type: "certificateAuthority" };

/** What may be chosen about a device. */
export interface DeviceSettings {
  /** Default: `enabled`. */
  readonly status?: "enabled" | "disabled";
  /** At most 128 characters; `null` removes it. */
  readonly statusReason?: string | null;
  /** Default: symmetric keys that the hub makes. */
  readonly authentication?: NewAuthentication;
}

/** What may be chosen about a module. */
export interface ModuleSettings {
  /** At most 128 characters; `null` removes it. */
  readonly managedBy?: string | null;
  /** Default: symmetric keys that the hub makes. */
  readonly authentication?: NewAuthentication;
}

/** The members of an identity that a caller chose, in the words of the REST API. */
export function wireSettings(
  settings: DeviceSettings & ModuleSettings,
  kind: "device" | "module",
): Readonly<Record<string, unknown>> {
  requireObject(settings, `The settings of the ${kind}`);
  const allowed = [
    "authentication",
    ...(kind === "device" ? ["status", "statusReason"] : ["managedBy"]),
  ];
  for (const name of Object.keys(settings)) {
    if (!allowed.includes(name)) throw notSettable(name, kind, allowed);
  }
  const { status, authentication } = settings;
  if (status !== undefined && status !== "enabled" && status !== "disabled") {
    throw usage(`status must be "enabled" or "disabled", not ${JSON.stringify(status)}.`);
  }
  return {
    ...settings,
    ...(authentication === undefined ? {} : { authentication: wireAuthentication(authentication) }),
  };
}

function notSettable(name: string, kind: string, allowed: readonly string[]): PnpError {
  if (kind === "module" && (name === "status" || name === "statusReason")) {
    return usage(
      "A module has no status of its own, so it cannot be disabled.",
      "Disable its device, which keeps out all its modules, or delete the module.",
    );
  }
  return usage(
    `${name} of a ${kind} cannot be set: the hub owns it, or there is none.`,
    `Set ${allowed.join(", ")}.`,
  );
}

function wireAuthentication(chosen: NewAuthentication): Readonly<Record<string, unknown>> {
  requireObject(chosen, "authentication");
  switch (chosen.type) {
    case "sas": {
      const { primaryKey = "", secondaryKey = "" } = chosen;
      if ((primaryKey === "") !== (secondaryKey === "")) {
        throw usage("Give both primaryKey and secondaryKey, or neither.");
      }
      for (const key of [primaryKey, secondaryKey]) checkKey(key);
      return { type: "sas", symmetricKey: { primaryKey, secondaryKey } };
    }
    case "selfSigned": {
      const { primaryThumbprint, secondaryThumbprint = null } = chosen;
      for (const thumbprint of [primaryThumbprint, secondaryThumbprint]) {
        if (thumbprint !== null && !/^(?:[0-9a-f]{40}|[0-9a-f]{64})$/i.test(thumbprint)) {
          throw usage(
            "A thumbprint is 40 (SHA-1) or 64 (SHA-256) hexadecimal digits without separators.",
          );
        }
      }
      return { type: "selfSigned", x509Thumbprint: { primaryThumbprint, secondaryThumbprint } };
    }
    case "certificateAuthority":
      return { type: "certificateAuthority" };
    default:
      throw usage(
        `authentication.type is ${JSON.stringify((chosen as { type?: unknown }).type)}.`,
        "Use sas, selfSigned or certificateAuthority.",
      );
  }
}

/** The hub refuses other keys too, but says less about them. The key itself is never shown. */
function checkKey(key: string): void {
  if (key === "") return;
  const bytes = typeof key === "string" ? Math.floor((key.replace(/=+$/, "").length * 3) / 4) : 0;
  if (/^[A-Za-z0-9+/]+={0,2}$/.test(key) && key.length % 4 === 0 && bytes >= 16 && bytes <= 64)
    return;
  throw usage("A symmetric key must be base64 of 16 to 64 bytes.");
}

function usage(message: string, hint?: string): PnpError {
  return new PnpError("PNP_USAGE", message, hint === undefined ? {} : { hint });
}
