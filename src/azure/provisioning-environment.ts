import { requireObject } from "../client/require-argument.js";
import { PnpError } from "../errors.js";
import { globalProvisioningHost, type KeyRegistration } from "./provisioning-options.js";

/** Environment variables by name, such as `process.env`. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** How the environment says that a device gets its connection. */
export type DeviceEnvironment =
  | { readonly securityType: "DPS"; readonly provisioning: KeyRegistration }
  | { readonly securityType: "connectionString"; readonly connectionString: string };

const names = {
  securityType: "IOTHUB_DEVICE_SECURITY_TYPE",
  endpoint: "IOTHUB_DEVICE_DPS_ENDPOINT",
  idScope: "IOTHUB_DEVICE_DPS_ID_SCOPE",
  registrationId: "IOTHUB_DEVICE_DPS_DEVICE_ID",
  symmetricKey: "IOTHUB_DEVICE_DPS_DEVICE_KEY",
  connectionString: "IOTHUB_DEVICE_CONNECTION_STRING",
} as const;

/**
 * Reads the variables that Azure's own device samples read: `IOTHUB_DEVICE_SECURITY_TYPE` (`DPS` or
 * `connectionString`; unset counts as the latter) and those that go with it. `PNP_USAGE` names all that are missing.
 */
export function provisioningFromEnvironment(env: Environment): DeviceEnvironment {
  requireObject(env, "The environment");
  const given = read(env, names.securityType) || "connectionString";
  if (given.toLowerCase() === "dps") {
    const [idScope, registrationId, symmetricKey] = need(
      env,
      [names.idScope, names.registrationId, names.symmetricKey],
      `${names.securityType}=DPS`,
    );
    return {
      securityType: "DPS",
      provisioning: {
        provisioningHost: read(env, names.endpoint) || globalProvisioningHost,
        idScope,
        registrationId,
        symmetricKey,
      },
    };
  }
  if (given.toLowerCase() !== "connectionstring") {
    throw new PnpError("PNP_USAGE", `${names.securityType} is "${given}".`, {
      hint: "Set it to DPS or connectionString.",
    });
  }
  const [connectionString] = need(env, [names.connectionString], "a device's connection");
  return { securityType: "connectionString", connectionString };
}

function read(env: Environment, name: string): string {
  return env[name]?.trim() ?? "";
}

function need<const Names extends readonly string[]>(
  env: Environment,
  wanted: Names,
  purpose: string,
): { readonly [Index in keyof Names]: string } {
  const missing = wanted.filter((name) => read(env, name) === "");
  if (missing.length > 0) {
    const [are, them] = missing.length === 1 ? ["is", "it"] : ["are", "them"];
    const problem = `${missing.join(", ")} ${are} not set; ${purpose} needs ${them}.`;
    throw new PnpError("PNP_USAGE", problem, {
      hint: `Set ${them}, or set ${names.securityType} to the other of DPS and connectionString.`,
    });
  }
  return wanted.map((name) => read(env, name)) as { readonly [Index in keyof Names]: string };
}
