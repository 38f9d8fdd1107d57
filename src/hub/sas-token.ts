import { createHmac } from "node:crypto";
import { bareHost } from "./bare-host.js";
import { isSameSecret } from "./same-secret.js";

/** A shared access signature taken apart. */
export interface SasToken {
  /** What was signed over, exactly as the token has it: clients differ in how they encode it. */
  readonly resource: string;
  /** The same, decoded and split: `contoso.azure-devices.net`, `devices`, `dev1`. */
  readonly path: readonly string[];
  readonly signature: Buffer;
  /** Seconds since the epoch, as the token has them. */
  readonly expiry: string;
  /** The policy whose key signed; absent when a device's own key did. */
  readonly policy?: string;
}

const prefix = "SharedAccessSignature ";

/** Reads a token with its fields in any order; nothing when it is not one. */
export function parseSasToken(text: string): SasToken | undefined {
  if (!text.startsWith(prefix)) return undefined;
  const fields = new Map<string, string>();
  for (const field of text.slice(prefix.length).split("&")) {
    const equals = field.indexOf("=");
    if (equals > 0) fields.set(field.slice(0, equals), field.slice(equals + 1));
  }
  const resource = fields.get("sr");
  const signature = fields.get("sig");
  const expiry = fields.get("se");
  const policy = fields.get("skn");
  if (!resource || !signature || !expiry || !/^\d{1,15}$/.test(expiry)) return undefined;
  try {
    return {
      resource,
      path: decodeURIComponent(resource).split("/"),
      signature: Buffer.from(decodeURIComponent(signature), "base64"),
      expiry,
      ...(policy ? { policy: decodeURIComponent(policy) } : {}),
    };
  } catch {
    // A percent sign that encodes nothing.
    return undefined;
  }
}

/** Whether one of the keys (base64) signed the token. */
export function isSignedBy(token: SasToken, keys: readonly string[]): boolean {
  return keys.some((key) => {
    const expected = sign(token.resource, token.expiry, key);
    return isSameSecret(token.signature, expected);
  });
}

/** Whether the token's time is over. */
export function isExpired(token: SasToken, now: Date): boolean {
  return Number(token.expiry) * 1000 <= now.getTime();
}

/**
 * Whether the token was made for one of the hosts and for the resource or something above it. A port behind
 * the host does not count, letter case of the host neither.
 */
export function covers(
  token: SasToken,
  hosts: readonly string[],
  resource: readonly string[],
): boolean {
  const [authority = "", ...path] = token.path;
  const host = bareHost(authority);
  if (!hosts.includes(host) || path.length > resource.length) return false;
  return path.every((segment, index) => isSameSegment(segment, resource[index] ?? ""));
}

/** The Node SDK encodes a device id twice when it needs encoding at all. */
function isSameSegment(segment: string, wanted: string): boolean {
  return segment === wanted || segment === encodeURIComponent(wanted);
}

/** A token for a resource, made with a key (base64). `expiry` is in seconds since the epoch. */
export function createSasToken(
  resource: string,
  key: string,
  expiry: number,
  policy?: string,
): string {
  const encoded = encodeURIComponent(resource);
  const signature = encodeURIComponent(sign(encoded, String(expiry), key).toString("base64"));
  const named = policy === undefined ? "" : `&skn=${encodeURIComponent(policy)}`;
  return `${prefix}sr=${encoded}&sig=${signature}&se=${expiry}${named}`;
}

/**
 * Whether one of the keys signed the token in the Event Hubs clients' way: they take the text of a key for the key,
 * without decoding it.
 */
export function isSignedByText(token: SasToken, keys: readonly string[]): boolean {
  return keys.some((key) => {
    const expected = hmac(Buffer.from(key, "utf8"), token.resource, token.expiry);
    return isSameSecret(token.signature, expected);
  });
}

function sign(resource: string, expiry: string, key: string): Buffer {
  return hmac(Buffer.from(key, "base64"), resource, expiry);
}

function hmac(key: Buffer, resource: string, expiry: string): Buffer {
  return createHmac("sha256", key).update(`${resource}\n${expiry}`).digest();
}
