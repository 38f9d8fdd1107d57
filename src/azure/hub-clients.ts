import { Agent } from "node:http";
import type { TokenCredential } from "@azure/identity";
import azureIotCommon from "azure-iot-common";
import azureIotHub from "azure-iothub";
import type { ServiceConnectionString } from "./connection-string.js";
import { onceAgent } from "./once-agent.js";
import { createSignedRequest, type SignedRequest } from "./signed-request.js";

/** How to sign in to a hub: a policy's connection string, or Entra. */
export type HubSignIn = ServiceConnectionString | HubCredential;

/** How to sign in to a hub with Entra. */
export interface HubCredential {
  /** Host name of the hub, such as `contoso.azure-devices.net`; `https://` before it does no harm. */
  readonly host: string;
  readonly credential: TokenCredential;
}

/** The SDK's client of direct methods and cloud-to-device messages. */
export type ServiceClient = InstanceType<typeof azureIotHub.Client>;

/** The service clients of azure-iothub that are needed. */
export interface HubClients {
  readonly registry: InstanceType<typeof azureIotHub.Registry>;
  readonly methods: ServiceClient;
  /** A client of its own for what needs an AMQP connection, which it opens with its first message. */
  readonly newMessageClient: () => ServiceClient;
  readonly digitalTwins: InstanceType<typeof azureIotHub.DigitalTwinClient>;
  readonly jobs: InstanceType<typeof azureIotHub.JobClient>;
  /** For what the SDK has no call. */
  readonly request: SignedRequest;
}

type DigitalTwinCredentials = InstanceType<typeof azureIotHub.IoTHubTokenCredentials>;
type WebResource = Parameters<DigitalTwinCredentials["signRequest"]>[0];

/** This module loads the SDK when it is imported: reach it through a dynamic `import()`. */
export function openHubClients(signIn: HubSignIn): HubClients {
  const { Registry, Client, DigitalTwinClient, JobClient } = azureIotHub;
  const newServiceClient = (): ServiceClient => {
    const client =
      "credential" in signIn
        ? Client.fromTokenCredential(signIn.host, signIn.credential)
        : Client.fromConnectionString(signIn.text);
    // By default the SDK repeats a failed call for up to four minutes, so that one call may run a command twice.
    client.setRetryPolicy(new azureIotCommon.NoRetry());
    return client;
  };
  const clients =
    "credential" in signIn
      ? {
          registry: Registry.fromTokenCredential(signIn.host, signIn.credential),
          digitalTwins: new DigitalTwinClient(entraCredentials(signIn)),
          jobs: JobClient.fromTokenCredential(signIn.host, signIn.credential),
        }
      : {
          registry: Registry.fromConnectionString(signIn.text),
          digitalTwins: new DigitalTwinClient(new PolicyCredentials(signIn.text)),
          jobs: JobClient.fromConnectionString(signIn.text),
        };
  return {
    ...clients,
    methods: newServiceClient(),
    newMessageClient: newServiceClient,
    request: createSignedRequest(signIn),
  };
}

class PolicyCredentials extends azureIotHub.IoTHubTokenCredentials {
  override async signRequest(request: WebResource): Promise<WebResource> {
    return sendOnce(await super.signRequest(request));
  }
}

const entraScope = "https://iothubs.azure.net/.default";
/** Milliseconds before its expiry at which a token is replaced; the SDK's other clients do the same. */
const renewalMargin = 9 * 60_000;

/** DigitalTwinClient knows no Entra, but asks its credentials for no more than these two members. */
function entraCredentials({ host, credential }: HubCredential): DigitalTwinCredentials {
  let token: Awaited<ReturnType<TokenCredential["getToken"]>> = null;
  const credentials: Pick<DigitalTwinCredentials, "getHubName" | "signRequest"> = {
    getHubName: () => host,
    async signRequest(request) {
      if (token === null || token.expiresOnTimestamp - Date.now() <= renewalMargin) {
        token = await credential.getToken(entraScope);
      }
      if (token === null) throw noToken();
      request.headers.set("Authorization", `Bearer ${token.token}`);
      return sendOnce(request);
    },
  };
  // The parameter's type is a class with a private field, which only that class can have.
  return credentials as DigitalTwinCredentials;
}

const agents = { http: new Agent(), https: onceAgent() };

function noToken(): Error {
  const error = new Error("the credential gave no token for the hub");
  error.name = "CredentialUnavailableError";
  return error;
}

/**
 * DigitalTwinClient repeats a request answered with 408 or 5xx after half a minute, three times, and offers no option
 * against it: a command that timed out would run again. An aborted request is not repeated, so the request is marked
 * aborted as soon as an error has answered it. The agent does the same for sockets that break.
 */
function sendOnce(request: WebResource): WebResource {
  const repeat = new AbortController();
  request.agentSettings = agents;
  request.abortSignal = repeat.signal as NonNullable<WebResource["abortSignal"]>;
  request.operationResponseGetter = (operation, response) => {
    if (response.status >= 300) repeat.abort();
    return operation.responses[response.status];
  };
  return request;
}
