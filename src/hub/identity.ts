import { isRecord } from "../convention/record.js";
import type { HubIds } from "./clock.js";
import { ServiceError } from "./service-error.js";

/** How a device or module proves who it is. */
export type Authentication =
  | { readonly type: "sas"; readonly primaryKey: string; readonly secondaryKey: string }
  | {
      readonly type: "selfSigned" | "certificateAuthority";
      readonly primaryThumbprint: string | null;
      readonly secondaryThumbprint: string | null;
    };

/** What the caller may choose about an identity. */
export interface IdentitySettings {
  readonly status: "enabled" | "disabled";
  readonly statusReason: string | null;
  readonly managedBy: string | null;
  readonly authentication: Authentication;
}

const keyBytes = { least: 16, most: 64, made: 32 } as const;

/**
 * Reads the identity a service client sent; empty or missing keys are made. Members the hub sets are ignored, and so
 * is a module's status: a module has none of its own.
 */
export function readIdentitySettings(
  body: unknown,
  ids: HubIds,
  kind: "device" | "module",
): IdentitySettings {
  if (!isRecord(body)) throw new ServiceError("ArgumentInvalid", "An identity is a JSON object");
  const { statusReason, managedBy, authentication } = body;
  const status = kind === "device" ? (body.status ?? "enabled") : "enabled";
  if (status !== "enabled" && status !== "disabled") {
    throw new ServiceError(
      "ArgumentInvalid",
      `status is ${JSON.stringify(status)}; expected "enabled" or "disabled"`,
    );
  }
  return {
    status,
    statusReason: text(statusReason, "statusReason"),
    managedBy: text(managedBy, "managedBy"),
    authentication: readAuthentication(authentication ?? {}, ids, kind),
  };
}

function readAuthentication(
  value: unknown,
  ids: HubIds,
  kind: "device" | "module",
): Authentication {
  if (!isRecord(value)) {
    throw new ServiceError("ArgumentInvalid", "authentication must be a JSON object");
  }
  const keys = isRecord(value.symmetricKey) ? value.symmetricKey : {};
  const thumbprints = isRecord(value.x509Thumbprint) ? value.x509Thumbprint : {};
  const primaryThumbprint = thumbprint(thumbprints.primaryThumbprint);
  const secondaryThumbprint = thumbprint(thumbprints.secondaryThumbprint);
  if (value.type === "certificateAuthority") {
    return { type: "certificateAuthority", primaryThumbprint: null, secondaryThumbprint: null };
  }
  const asked = value.type === "none" && kind === "module" ? "sas" : value.type;
  const type = asked ?? (primaryThumbprint || secondaryThumbprint ? "selfSigned" : "sas");
  if (type === "selfSigned") return { type, primaryThumbprint, secondaryThumbprint };
  if (type !== "sas") {
    throw new ServiceError(
      "ArgumentInvalid",
      `authentication.type is ${JSON.stringify(type)}; expected sas, selfSigned or certificateAuthority`,
    );
  }
  const primary = key(keys.primaryKey, "primaryKey");
  const secondary = key(keys.secondaryKey, "secondaryKey");
  if ((primary === "") !== (secondary === "")) {
    throw new ServiceError("ArgumentInvalid", "Give both primaryKey and secondaryKey, or neither");
  }
  const made = (): string => ids.bytes(keyBytes.made).toString("base64");
  return { type, primaryKey: primary || made(), secondaryKey: secondary || made() };
}

function key(value: unknown, name: string): string {
  if (value === undefined || value === null || value === "") return "";
  const bytes = typeof value === "string" ? Buffer.from(value, "base64") : Buffer.alloc(0);
  // What Node's lenient decoder accepts must also be what the text says.
  const clean = bytes.toString("base64") === value;
  if (
    typeof value === "string" &&
    clean &&
    bytes.length >= keyBytes.least &&
    bytes.length <= keyBytes.most
  ) {
    return value;
  }
  throw new ServiceError(
    "ArgumentInvalid",
    `${name} must be base64 of ${keyBytes.least} to ${keyBytes.most} bytes`,
  );
}

function thumbprint(value: unknown): string | null {
  if (value === undefined || value === null || value === "") return null;
  if (typeof value === "string" && /^(?:[0-9a-fA-F]{40}|[0-9a-fA-F]{64})$/.test(value))
    return value;
  throw new ServiceError(
    "ArgumentInvalid",
    "A thumbprint is 40 (SHA-1) or 64 (SHA-256) hexadecimal digits without separators",
  );
}

function text(value: unknown, name: string): string | null {
  if (value === undefined || value === null) return null;
  if (typeof value === "string" && value.length <= 128) return value;
  throw new ServiceError("ArgumentInvalid", `${name} must be a text of at most 128 characters`);
}
