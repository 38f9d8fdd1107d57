import { once } from "node:events";
import { request } from "node:https";
import { text } from "node:stream/consumers";
import { createSasToken, type Hub } from "../../src/hub/index.js";

/** When the tests' tokens end, in seconds since the epoch. */
const later = 4_000_000_000;

/** What came back. */
export interface Answer {
  readonly status: number | undefined;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly body: {
    readonly errorCode?: number;
    readonly message?: string;
    readonly status?: string;
    readonly operationId?: string;
  };
}

/** A request as it is, to the provisioning host. */
export async function sendProvisioning(
  hub: Hub,
  method: string,
  path: string,
  body: unknown,
  headers: Readonly<Record<string, string>> = {},
): Promise<Answer> {
  const outgoing = request({
    host: `dps-${hub.hostName}`,
    // Not a connection to a hub that has been restarted since.
    agent: false,
    method,
    path,
    headers: { Authorization: ownerToken(hub), ...headers },
  });
  outgoing.end(typeof body === "string" ? body : JSON.stringify(body));
  const [response] = await once(outgoing, "response");
  const answer = await text(response);
  return {
    status: response.statusCode,
    headers: response.headers,
    body: answer === "" ? {} : JSON.parse(answer),
  };
}

/** Of the policy that may do everything. */
function ownerToken(hub: Hub): string {
  const key = hub.provisioningConnectionString.replace(/^.*SharedAccessKey=/, "");
  return createSasToken(`dps-${hub.hostName}`, key, later, "provisioningserviceowner");
}

/** Of a device that registers; the resource is `<id scope>/registrations/<registration id>`. */
export function registrationToken(resource: string, symmetricKey: string): string {
  return createSasToken(resource, symmetricKey, later, "registration");
}
