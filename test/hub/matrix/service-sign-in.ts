import { createSasToken, type Hub, type PolicyName } from "../../../src/hub/index.js";

/** The ways in of a service's client, by the names of the SDK's factories. */
export const waysIn = [
  "fromConnectionString",
  "fromSharedAccessSignature",
  "fromTokenCredential",
] as const;

export type WayIn = (typeof waysIn)[number];

/** What the classes of the service SDK have in common. */
interface Factories<Client> {
  fromConnectionString(value: string): Client;
  fromSharedAccessSignature(value: string): Client;
  fromTokenCredential(hostName: string, credential: ReturnType<Hub["credential"]>): Client;
}

/** A client of the service SDK, by its own factory. */
export function clientBy<Client>(type: Factories<Client>, way: WayIn, hub: Hub): Client {
  if (way === "fromConnectionString") return type.fromConnectionString(hub.connectionString);
  if (way === "fromSharedAccessSignature") {
    return type.fromSharedAccessSignature(policyToken(hub, "iothubowner"));
  }
  return type.fromTokenCredential(hub.hostName, hub.credential());
}

/** A token made with a policy's key, good for an hour from now or as told. */
export function policyToken(hub: Hub, policy: PolicyName, seconds = 3600): string {
  const key = keyOf(hub.policyConnectionString(policy));
  return createSasToken(hub.hostName, key, Math.floor(Date.now() / 1000) + seconds, policy);
}

/** The key in a connection string. */
export function keyOf(connectionString: string): string {
  return /;SharedAccessKey=([^;]*)/.exec(connectionString)?.[1] ?? "";
}
