import { requireObject } from "../client/require-argument.js";
import { PnpError } from "../errors.js";
import { parseDeviceConnectionString } from "./connection-string.js";
import type {
  ConnectOptions,
  DeviceAddress,
  DeviceCertificate,
  TokenRenewal,
  TokenSource,
} from "./device-options.js";

/** What proves who connects. Secrets. */
export type DeviceProof =
  | { readonly kind: "key"; readonly connectionString: string }
  | { readonly kind: "token"; readonly source: TokenSource }
  | { readonly kind: "x509"; readonly certificate: DeviceCertificate };

/** Who connects, to which hub, and by what proof. */
export interface DeviceSignIn extends DeviceAddress {
  readonly proof: DeviceProof;
  readonly renewal: TokenRenewal;
}

/** Puts together what the caller gave. Fails with `PNP_USAGE`; no message ever shows a secret. */
export function deviceSignIn(
  given: string | DeviceAddress,
  kind: "device" | "module",
  options: ConnectOptions,
): DeviceSignIn {
  requireObject(options, "The options of the connection");
  const { x509, sasToken, tokenRenewal = {} } = options;
  checkRenewal(tokenRenewal);
  if (x509 !== undefined && sasToken !== undefined) {
    throw usage(
      "Both a certificate (x509) and a token (sasToken) were given.",
      "Give the one that the identity signs in with.",
    );
  }
  if (x509 !== undefined) checkCertificate(x509);
  const chosen: DeviceProof | undefined =
    x509 !== undefined
      ? { kind: "x509", certificate: x509 }
      : sasToken !== undefined
        ? { kind: "token", source: sasToken }
        : undefined;
  if (typeof given === "object" && given !== null) {
    checkAddress(given, kind);
    if (chosen === undefined) {
      throw usage(
        `There is nothing to sign in ${kind} "${given.deviceId}" with.`,
        "Give x509 or sasToken, or a connection string instead of the address.",
      );
    }
    const { host, deviceId, moduleId, gateway } = given;
    return {
      host,
      deviceId,
      ...(moduleId === undefined ? {} : { moduleId }),
      ...(gateway === undefined ? {} : { gateway }),
      proof: chosen,
      renewal: tokenRenewal,
    };
  }
  const { text, proof, token, ...address } = parseDeviceConnectionString(given, kind);
  if (proof === "x509" && x509 === undefined) {
    throw usage(
      `The ${kind} connection string asks for a client certificate (x509=true), and none was given.`,
      "Give the option x509 with cert and key in PEM.",
    );
  }
  if (proof !== "x509" && x509 !== undefined) {
    throw usage(
      `A certificate (x509) was given, but the ${kind} connection string signs in with a ${proof}.`,
      "Use HostName=…;DeviceId=…;x509=true with a certificate.",
    );
  }
  const own: DeviceProof =
    token === undefined
      ? { kind: "key", connectionString: text }
      : { kind: "token", source: token };
  return { ...address, proof: chosen ?? own, renewal: tokenRenewal };
}

function checkAddress({ host, deviceId, moduleId }: DeviceAddress, kind: string): void {
  for (const [name, value] of Object.entries({ host, deviceId })) {
    if (typeof value !== "string" || value === "") {
      throw usage(`The address of the ${kind} has no ${name}.`, "Give host and deviceId.");
    }
  }
  if (kind === "module" && !moduleId) {
    throw usage("The address of the module has no moduleId.", "Give host, deviceId and moduleId.");
  }
  if (kind === "device" && moduleId !== undefined) {
    throw usage(
      `The address is that of module "${moduleId}".`,
      "Connect it with connectModule, or leave moduleId out.",
    );
  }
}

/** Refuses what is not PEM with `PNP_USAGE`. */
export function checkCertificate({ cert, key }: DeviceCertificate): void {
  if (!/-----BEGIN CERTIFICATE-----/.test(cert)) {
    throw usage(
      "x509.cert is no certificate in PEM.",
      "It starts with -----BEGIN CERTIFICATE-----.",
    );
  }
  if (!/-----BEGIN [A-Z ]*PRIVATE KEY-----/.test(key)) {
    throw usage(
      "x509.key is no private key in PEM.",
      "It starts with -----BEGIN PRIVATE KEY-----.",
    );
  }
}

function checkRenewal({ validSeconds = 3600, marginSeconds = 900 }: TokenRenewal): void {
  if (validSeconds > marginSeconds && marginSeconds > 0) return;
  throw usage(
    `Tokens good for ${validSeconds} seconds cannot be renewed ${marginSeconds} seconds before their end.`,
    "tokenRenewal.validSeconds must be above marginSeconds, and that above 0.",
  );
}

function usage(message: string, hint: string): PnpError {
  return new PnpError("PNP_USAGE", message, { hint });
}
