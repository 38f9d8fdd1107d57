import type { IncomingMessage } from "node:http";
import { request as httpsRequest } from "node:https";
import azureIotCommon from "azure-iot-common";
import { keyOf } from "./connection-string.js";
import type { HubSignIn } from "./hub-clients.js";

/** A request that the SDK has no call for. */
export interface HubRequest {
  readonly method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  /** Its parts encoded, without query: `/twins/mydevice`. */
  readonly path: string;
  /** As the header has it, quotes included. */
  readonly ifMatch?: string;
  /** JSON text. */
  readonly body?: string;
}

/** An answer of a status below 300. */
export interface HubAnswer {
  readonly status: number;
  readonly headers: IncomingMessage["headers"];
  readonly text: string;
}

/** Sends one request and never repeats it. Rejects with an `Error` that `sdk-failure.ts` can read. */
export type SignedRequest = (request: HubRequest) => Promise<HubAnswer>;

const apiVersion = "2021-04-12";
const tokenSeconds = 300;
const entraScope = "https://iothubs.azure.net/.default";
/** No answer of the hub takes this long but a command's, and those are the SDK's. */
const silenceMilliseconds = 120_000;

/** Requests to one hub, signed as the SDK's are: with the policy's key, or with a token of Entra. */
export function createSignedRequest(signIn: HubSignIn): SignedRequest {
  return async (request) => {
    const authorization = await authorize(signIn);
    return send(signIn.host, request, authorization);
  };
}

async function authorize(signIn: HubSignIn): Promise<string> {
  if ("credential" in signIn) {
    const token = await signIn.credential.getToken(entraScope);
    if (token !== null) return `Bearer ${token.token}`;
    throw named("CredentialUnavailableError", "the credential gave no token for the hub");
  }
  const { SharedAccessSignature } = azureIotCommon;
  const expires = Math.floor(Date.now() / 1000) + tokenSeconds;
  return SharedAccessSignature.create(
    signIn.host,
    signIn.policy,
    keyOf(signIn),
    expires,
  ).toString();
}

function send(host: string, request: HubRequest, authorization: string): Promise<HubAnswer> {
  const { method, path, ifMatch, body } = request;
  return new Promise((resolve, reject) => {
    const outgoing = httpsRequest({
      host,
      method,
      path: `${path}?api-version=${apiVersion}`,
      headers: {
        Authorization: authorization,
        ...(ifMatch === undefined ? {} : { "If-Match": ifMatch }),
        ...(body === undefined
          ? {}
          : {
              "Content-Type": "application/json; charset=utf-8",
              "Content-Length": Buffer.byteLength(body),
            }),
      },
    });
    outgoing.setTimeout(silenceMilliseconds, () => {
      outgoing.destroy(Object.assign(new Error("no answer"), { code: "ETIMEDOUT" }));
    });
    outgoing.on("error", reject);
    outgoing.on("response", (incoming) => {
      readText(incoming).then((text) => {
        const { statusCode: status = 0, headers } = incoming;
        if (status >= 200 && status < 300) resolve({ status, headers, text });
        else reject(refusal(status, text));
      }, reject);
    });
    outgoing.end(body);
  });
}

async function readText(incoming: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming as AsyncIterable<Buffer>) chunks.push(chunk);
  return Buffer.concat(chunks).toString("utf8");
}

function refusal(statusCode: number, responseBody: string): Error {
  return Object.assign(new Error(`the hub answered ${statusCode}`), { statusCode, responseBody });
}

function named(name: string, message: string): Error {
  const error = new Error(message);
  error.name = name;
  return error;
}
