import type { HubDescription } from "../hub/description.js";
import { withImport } from "../hub/node-options.js";

/** What the environment of a program is made of besides the hub. */
export interface EnvironmentParts {
  readonly hub: HubDescription;
  readonly stateFile: string;
  readonly caFile: string;
  /** A device for the program to be. */
  readonly device?: { readonly id: string; readonly connectionString: string };
  /** The environment that the program would have had. */
  readonly env: Readonly<Record<string, string | undefined>>;
}

/** By name; what is undefined must not be set. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** Loaded into Node programs before their first line: it gives them the hub's names, ports and CA. */
const redirect = new URL("../hub/redirect.js", import.meta.url).href;

/**
 * The variables by which the official samples and SDKs find a hub, and those that make Node programs reach a local one
 * by name.
 */
export function hubEnvironment({
  hub,
  stateFile,
  caFile,
  device,
  env,
}: EnvironmentParts): Environment {
  const { clientApp, eventHubs, provisioning } = hub;
  return {
    IOTHUB_CONNECTION_STRING: hub.connectionStrings.iothubowner,
    IOTHUB_HOST_NAME: hub.hostName,
    EVENTHUB_CONNECTION_STRING: eventHubs.connectionString,
    AZURE_STORAGE_CONNECTION_STRING: hub.storageConnectionString,
    AZURE_AUTHORITY_HOST: clientApp?.authorityHost,
    // Of another tenant the identity libraries ask the public cloud first.
    AZURE_TENANT_ID: "adfs",
    AZURE_CLIENT_ID: clientApp?.clientId,
    AZURE_CLIENT_SECRET: clientApp?.clientSecret,
    IOTHUB_DEVICE_DPS_ENDPOINT: provisioning?.provisioningHost,
    IOTHUB_DEVICE_DPS_ID_SCOPE: provisioning?.idScope,
    IOTHUB_DEVICE_DPS_DEVICE_ID: provisioning?.registrationId,
    IOTHUB_DEVICE_DPS_DEVICE_KEY: provisioning?.symmetricKey,
    PROVISIONING_HOST: provisioning?.provisioningHost,
    PROVISIONING_IDSCOPE: provisioning?.idScope,
    PROVISIONING_REGISTRATION_ID: provisioning?.registrationId,
    PROVISIONING_SYMMETRIC_KEY: provisioning?.symmetricKey,
    PROVISIONING_CONNECTION_STRING: hub.provisioningConnectionString,
    ...(device && {
      IOTHUB_DEVICE_ID: device.id,
      IOTHUB_DEVICE_SECURITY_TYPE: "connectionString",
      IOTHUB_DEVICE_CONNECTION_STRING: device.connectionString,
    }),
    // What the shell says about other sign-ins does not hold here.
    AZURE_TOKEN_CREDENTIALS: undefined,
    TWINPLUG_HUB_STATE: stateFile,
    TWINPLUG_HUB_CA: caFile,
    TWINPLUG_HUB_ADDRESS: hub.address,
    TWINPLUG_HUB_PORT: String(hub.port),
    NODE_OPTIONS: withImport(env.NODE_OPTIONS, redirect),
  };
}
