import { once } from "node:events";
import rhea, { type EventContext } from "rhea";
import type { Hub } from "../../../src/hub/index.js";
import { createSasToken } from "../../../src/hub/index.js";
import { keyOf } from "./service-sign-in.js";

interface Refused {
  readonly error: { readonly info: { readonly hostname: string; readonly address: string } };
}

/**
 * The connection string of the event endpoint, found with the hub's own as the samples do it: by opening a link at the
 * hub's `messages/events`, which is sent on.
 */
export async function redirectedConnectionString(hub: Hub): Promise<string> {
  const policy = "service";
  const key = keyOf(hub.policyConnectionString(policy));
  const expiry = Math.floor(Date.now() / 1000) + 3600;
  const connection = rhea.create_container().connect({
    transport: "tls",
    host: hub.hostName,
    hostname: hub.hostName,
    servername: hub.hostName,
    port: 5671,
    username: `${policy}@sas.root.${hub.name}`,
    password: createSasToken(`${hub.hostName}/messages/events`, key, expiry, policy),
    reconnect: false,
  });
  connection.on("connection_error", () => {});
  connection.on("receiver_error", () => {});
  const address = `amqps://${hub.hostName}/messages/events/$management`;
  const receiver = connection.open_receiver({ source: { address } });
  const [{ receiver: refused }] = (await once(receiver, "receiver_error")) as [EventContext];
  connection.close();
  const { info } = (refused as unknown as Refused).error;
  const name = /:\d+\/(.*)\/\$management/.exec(info.address)?.[1] ?? "";
  return [
    `Endpoint=sb://${info.hostname}/`,
    `EntityPath=${name}`,
    `SharedAccessKeyName=${policy}`,
    `SharedAccessKey=${key}`,
  ].join(";");
}
