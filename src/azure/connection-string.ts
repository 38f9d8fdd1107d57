import { PnpError } from "../errors.js";

/** A connection string of a hub's shared access policy, taken apart. */
export interface ServiceConnectionString {
  readonly host: string;
  readonly policy: string;
  /** The string itself, without the blanks around its parts. A secret. */
  readonly text: string;
}

/** A connection string of one device or module, taken apart. */
export interface DeviceConnectionString {
  readonly host: string;
  readonly deviceId: string;
  readonly moduleId?: string;
  /** Host name of the gateway to connect through. */
  readonly gateway?: string;
  /** What the string signs in with; `x509` asks for a certificate, which is given apart. */
  readonly proof: "key" | "token" | "x509";
  /** The shared access signature, where the string holds one instead of a key. A secret. */
  readonly token?: string;
  /** The string itself, without the blanks around its parts. A secret. */
  readonly text: string;
}

const knownKeys = [
  "HostName",
  "SharedAccessKeyName",
  "SharedAccessKey",
  "SharedAccessSignature",
  "DeviceId",
  "ModuleId",
  "GatewayHostName",
  "x509",
] as const;

type KnownKey = (typeof knownKeys)[number];

const serviceForm = "HostName=…;SharedAccessKeyName=…;SharedAccessKey=…";
const deviceForm = "HostName=…;DeviceId=…;SharedAccessKey=…";

/** Takes a service connection string apart. Fails with `PNP_USAGE`; no message ever shows a key. */
export function parseServiceConnectionString(text: string): ServiceConnectionString {
  const what = "service connection string";
  const parts = splitParts(text, what, serviceForm);
  if (parts.has("DeviceId")) {
    throw usage(
      `A ${what} was expected, but this is the connection string of device "${parts.get("DeviceId")}".`,
      `Use the connection string of a shared access policy: ${serviceForm}`,
    );
  }
  const host = requireHost(need(parts, "HostName", what, serviceForm), what);
  const policy = need(parts, "SharedAccessKeyName", what, serviceForm);
  requireKey(need(parts, "SharedAccessKey", what, serviceForm), what);
  return { host, policy, text: joined(parts) };
}

/**
 * Takes the connection string of a device apart, of a module when `kind` says so. Fails with `PNP_USAGE`; no message
 * ever shows a key.
 */
export function parseDeviceConnectionString(
  text: string,
  kind: "device" | "module" = "device",
): DeviceConnectionString {
  const what = `${kind} connection string`;
  const form = kind === "module" ? `${deviceForm};ModuleId=…` : deviceForm;
  const parts = splitParts(text, what, form);
  if (!parts.has("DeviceId") && parts.has("SharedAccessKeyName")) {
    throw usage(
      `A ${what} was expected, but this is the service connection string of policy "${parts.get("SharedAccessKeyName")}".`,
      `Use the connection string of the ${kind}: ${form}`,
    );
  }
  const host = requireHost(need(parts, "HostName", what, form), what);
  const deviceId = need(parts, "DeviceId", what, form);
  if (kind === "module") need(parts, "ModuleId", what, form);
  const moduleId = parts.get("ModuleId");
  if (kind === "device" && moduleId !== undefined) {
    throw usage(
      `A ${what} was expected, but this is the connection string of module "${moduleId}".`,
      "Connect it with connectModule.",
    );
  }
  const gateway = parts.get("GatewayHostName");
  const token = parts.get("SharedAccessSignature");
  const proof = parts.has("x509") ? "x509" : token === undefined ? "key" : "token";
  if (proof === "key") requireKey(need(parts, "SharedAccessKey", what, form), what);
  return {
    host,
    deviceId,
    ...(moduleId === undefined ? {} : { moduleId }),
    ...(gateway === undefined ? {} : { gateway }),
    proof,
    ...(token === undefined ? {} : { token }),
    text: joined(parts),
  };
}

function splitParts(text: string, what: string, form: string): ReadonlyMap<KnownKey, string> {
  // Programs without types pass what an unset variable holds.
  const trimmed = typeof text === "string" ? text.trim() : "";
  if (trimmed === "") throw usage(`The ${what} is empty.`, `It looks like ${form}`);
  if (/^["'].*["']$/s.test(trimmed)) {
    throw usage(`The ${what} stands in quotation marks.`, "Remove the quotation marks around it.");
  }
  const parts = new Map<KnownKey, string>();
  for (const [index, part] of trimmed.split(";").entries()) {
    if (part.trim() === "") continue;
    const equals = part.indexOf("=");
    // A part without "=" may be a stray key: it is counted, not shown.
    if (equals < 1) throw usage(`Part ${index + 1} of the ${what} has no "=".`, form);
    const key = knownKey(part.slice(0, equals).trim());
    if (key === undefined) {
      throw usage(`Part ${index + 1} of the ${what} is none that exists.`, `It looks like ${form}`);
    }
    if (parts.has(key)) throw usage(`The ${what} has ${key} twice.`, `It looks like ${form}`);
    parts.set(key, part.slice(equals + 1).trim());
  }
  return parts;
}

/** The key of a string that one of the parsers above has taken; empty where it proves itself by something else. A secret. */
export function keyOf({ text }: { readonly text: string }): string {
  return /(?:^|;)SharedAccessKey=([^;]*)/.exec(text)?.[1] ?? "";
}

/** The SDKs take blanks around a name or a value for a part of it. */
function joined(parts: ReadonlyMap<KnownKey, string>): string {
  return [...parts].map(([key, value]) => `${key}=${value}`).join(";");
}

/** The SDKs compare the names of the parts exactly, so a name in other letters is refused with the right spelling. */
function knownKey(written: string): KnownKey | undefined {
  const key = knownKeys.find((known) => known.toLowerCase() === written.toLowerCase());
  if (key !== undefined && key !== written) {
    throw usage(`The connection string has "${written}" where "${key}" was expected.`, key);
  }
  return key;
}

function need(
  parts: ReadonlyMap<KnownKey, string>,
  key: KnownKey,
  what: string,
  form: string,
): string {
  const value = parts.get(key);
  if (value === undefined) throw usage(`The ${what} has no ${key}.`, `It looks like ${form}`);
  if (value === "") throw usage(`${key} of the ${what} is empty.`, `It looks like ${form}`);
  return value;
}

/** A port is fine: some of the SDKs' clients honour it. */
function requireHost(host: string, what: string): string {
  if (/^[a-z0-9.-]+(:\d+)?$/i.test(host)) return host;
  throw usage(
    `HostName of the ${what} is "${host}", which is no host name.`,
    "It looks like HostName=contoso.azure-devices.net, without https:// and slashes.",
  );
}

function requireKey(key: string, what: string): void {
  if (/^[A-Za-z0-9+/]+={0,2}$/.test(key)) return;
  throw usage(
    `SharedAccessKey of the ${what} is not base64 text.`,
    "Copy the whole connection string again, and quote it for the shell.",
  );
}

function usage(message: string, hint: string): PnpError {
  return new PnpError("PNP_USAGE", message, { hint });
}
