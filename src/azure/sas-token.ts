import { createHmac } from "node:crypto";
import { requireObject } from "../client/require-argument.js";
import { PnpError } from "../errors.js";

/** What a token is made of: the key of a policy, a device or a module, and what it shall be good for. */
export interface SasSource {
  /** Host name of the hub. */
  readonly host: string;
  /** Base64. */
  readonly key: string;
  /** The policy whose key it is; absent for the key of the device or module itself. */
  readonly policy?: string;
  /** Good for this device only; needed for a device's own key. */
  readonly deviceId?: string;
  /** Good for this module of the device only. */
  readonly moduleId?: string;
}

/** How long a token is good. */
export interface SasTokenOptions {
  /** Seconds from now until it is over: above 0. Default 3600. */
  readonly validSeconds?: number;
  /** The present moment; default: the computer's clock. */
  readonly now?: Date;
}

/** A hundred years; what is longer is a slip, and ends in instants that no Date holds. */
const longestValid = 3_153_600_000;

/**
 * A shared access signature: what a policy, device or module signs in with for a while instead of its key. Takes a
 * connection string of any of them, or its parts. `PNP_USAGE` for what is no such thing. The token is a secret.
 */
export function sasToken(source: string | SasSource, options: SasTokenOptions = {}): string {
  requireObject(options, "The options of the token");
  const { host, key, policy, deviceId, moduleId } = checkSource(
    typeof source === "object" && source !== null ? source : sourceOf(source),
  );
  const { validSeconds = 3600, now = new Date() } = options;
  if (!(Number.isFinite(validSeconds) && validSeconds > 0 && validSeconds <= longestValid)) {
    throw usage(`validSeconds must be above 0 and at most ${longestValid}, not ${validSeconds}.`);
  }
  const parts = [host];
  if (deviceId !== undefined) parts.push("devices", deviceId);
  if (moduleId !== undefined) parts.push("modules", moduleId);
  const resource = encodeURIComponent(parts.join("/"));
  const expiry = Math.ceil(now.getTime() / 1000 + validSeconds);
  const signature = createHmac("sha256", Buffer.from(key, "base64"))
    .update(`${resource}\n${expiry}`)
    .digest("base64");
  const named = policy === undefined ? "" : `&skn=${encodeURIComponent(policy)}`;
  return `SharedAccessSignature sr=${resource}&sig=${encodeURIComponent(signature)}&se=${expiry}${named}`;
}

/** The names of a connection string's parts, and what they are here. */
const names: Readonly<Record<string, keyof SasSource>> = {
  HostName: "host",
  SharedAccessKey: "key",
  SharedAccessKeyName: "policy",
  DeviceId: "deviceId",
  ModuleId: "moduleId",
};

function sourceOf(connectionString: string): SasSource {
  const text = typeof connectionString === "string" ? connectionString.trim() : "";
  if (text === "") throw usage("The connection string is empty.");
  const found: Partial<Record<keyof SasSource, string>> = {};
  for (const part of text.split(";")) {
    const name = names[part.slice(0, part.indexOf("=")).trim()];
    if (name !== undefined) found[name] = part.slice(part.indexOf("=") + 1).trim();
  }
  return { host: "", key: "", ...found };
}

function checkSource(source: SasSource): SasSource {
  const { host, key, policy, deviceId, moduleId } = source;
  if (!host) throw usage("A token needs the host name of the hub, which is missing.");
  if (!key || !/^[A-Za-z0-9+/]+={0,2}$/.test(key)) {
    throw usage("A token needs a key in base64, which is missing or is none.");
  }
  if (policy === undefined && deviceId === undefined) {
    throw usage("A token needs to know whose key it is: a policy's or a device's.");
  }
  if (moduleId !== undefined && deviceId === undefined) {
    throw usage(`Module ${moduleId} needs the id of its device.`);
  }
  return source;
}

function usage(message: string): PnpError {
  return new PnpError("PNP_USAGE", message, {
    hint: "Give a connection string, or host, key and a policy or device id.",
  });
}
