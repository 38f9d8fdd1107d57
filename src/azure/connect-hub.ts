import type { ServiceTarget, ServiceTransport } from "../client/transport.js";
import { PnpError } from "../errors.js";
import { parseServiceConnectionString } from "./connection-string.js";
import { createDeviceRegistry, type DeviceRegistry } from "./device-registry.js";
import type { HubClients, HubCredential, HubSignIn } from "./hub-clients.js";
import { createServiceTransport } from "./service-transport.js";

/** One hub, seen from the service side. */
export interface HubConnection {
  readonly host: string;
  /** The device as a target for a service client. Nothing is sent yet. */
  device(id: string): ServiceTarget;
  /** The module as a target for a service client. Nothing is sent yet. */
  module(id: string, moduleId: string): ServiceTarget;
  readonly transport: ServiceTransport;
  readonly registry: DeviceRegistry;
  /** Later calls are refused with `PNP_USAGE`. */
  close(): Promise<void>;
}

/**
 * A hub to act on: by the connection string of a shared access policy, or with Entra by host name and credential.
 * It connects, and loads the Azure SDK, with the first call. A string that is none fails at once with `PNP_USAGE`.
 */
export function connectHub(connection: string | HubCredential): HubConnection {
  // Programs without types pass what an unset variable holds: that counts as an empty connection string.
  const signIn: HubSignIn =
    typeof connection === "object" && connection !== null
      ? checkCredential(connection)
      : parseServiceConnectionString(connection);
  const { host } = signIn;

  let clients: Promise<HubClients> | undefined;
  let closed = false;
  const load = async (): Promise<HubClients> => {
    if (closed) throw new PnpError("PNP_USAGE", `The connection to ${host} has been closed.`);
    clients ??= import("./hub-clients.js").then(({ openHubClients }) => openHubClients(signIn));
    return clients;
  };

  const transport = createServiceTransport(host, load);
  return {
    host,
    transport,
    registry: createDeviceRegistry(host, load),
    device: (id) => ({ deviceId: id, transport }),
    module: (id, moduleId) => ({ deviceId: id, moduleId, transport }),
    async close() {
      closed = true;
      await transport.close();
    },
  };
}

function checkCredential(signIn: HubCredential): HubCredential {
  const { host, credential } = signIn;
  if (typeof host !== "string" || host === "") {
    throw new PnpError("PNP_USAGE", "The host name of the hub is empty.", {
      hint: "Give the host name with the credential, such as contoso.azure-devices.net.",
    });
  }
  if (typeof credential?.getToken === "function") return signIn;
  throw new PnpError("PNP_USAGE", `The credential for ${host} is missing.`, {
    hint: "Give one of @azure/identity, such as a DefaultAzureCredential.",
  });
}
