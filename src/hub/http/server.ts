import type { X509Certificate } from "node:crypto";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { Duplex } from "node:stream";
import { isPnpError } from "../../errors.js";
import { authorizeDevice, authorizeService, type DeviceGrant } from "../access.js";
import { restErrorBody } from "../error-body.js";
import type { HubCore } from "../hub-core.js";
import { ServiceError } from "../service-error.js";
import type { HubTrace } from "../trace.js";
import type { WebSocketEdge } from "../websocket.js";
import { RestRequest } from "./request.js";
import type { RestResponse, Route } from "./route.js";
import { checkApiVersion, findRoute } from "./router.js";
import { answerSignIn } from "./token-endpoint.js";

const largestBody = 262_144;
const tracedHeaders = ["if-match", "content-type", "x-ms-max-item-count", "x-ms-continuation"];

/** The hub's REST edge. It listens nowhere: connections are handed to it. */
export class RestServer {
  readonly #server: Server;
  readonly #core: HubCore;
  readonly #trace: HubTrace;
  readonly #certificates = new WeakMap<Duplex, X509Certificate>();

  constructor(core: HubCore, trace: HubTrace, webSockets: WebSocketEdge) {
    this.#core = core;
    this.#trace = trace;
    this.#server = createServer((request, response) => void this.#serve(request, response));
    this.#server.on("clientError", (_error, socket) => socket.destroy());
    this.#server.on("upgrade", (request, socket, head) =>
      webSockets.upgrade(request, socket, head, this.#certificates.get(socket)),
    );
  }

  accept(connection: Duplex, certificate: X509Certificate | undefined): void {
    if (certificate) this.#certificates.set(connection, certificate);
    this.#server.emit("connection", connection);
    connection.resume();
  }

  async #serve(incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
    const requestId = this.#core.ids.uuid();
    const traced: { route?: Route; body: string } = { body: "" };
    let response: RestResponse;
    try {
      response = await this.#answer(incoming, traced);
    } catch (error) {
      response = this.#refuse(error, requestId);
    }
    this.#send(outgoing, response, requestId);
    const hidden = traced.route?.secret === true || traced.body === "";
    this.#trace({
      kind: "http",
      method: incoming.method ?? "",
      path: incoming.url ?? "",
      headers: pick(incoming, tracedHeaders),
      ...(hidden ? {} : { body: traced.body }),
      status: response.status,
    });
  }

  async #answer(
    incoming: IncomingMessage,
    traced: { route?: Route; body: string },
  ): Promise<RestResponse> {
    // Read to the end even when it will be refused: an early answer breaks clients that are still sending.
    const bytes = await readBody(incoming);
    const [pathname = "/", search = ""] = (incoming.url ?? "/").split("?", 2);
    if (this.#core.signIn.isAskedFor(incoming.headers.host)) {
      return answerSignIn(this.#core, {
        method: incoming.method ?? "GET",
        pathname,
        body: bytes.toString("utf8"),
      });
    }
    const query = new URLSearchParams(search);
    const { route, params } = findRoute(incoming.method ?? "GET", pathname);
    traced.route = route;
    const request = new RestRequest(params, query, incoming.headers, bytes, incoming.rawHeaders);
    const device = this.#authorize(route, request, incoming.socket);
    traced.body = request.body;
    checkApiVersion(query.get("api-version"));
    return route.handle(this.#core, request, device);
  }

  #authorize({ demand }: Route, request: RestRequest, connection: Duplex): DeviceGrant | undefined {
    const { access } = this.#core;
    const authorization = request.header("authorization");
    if (demand !== "device") {
      authorizeService(access, authorization, demand);
      return undefined;
    }
    const certificate = this.#certificates.get(connection);
    return authorizeDevice(access, request.target, authorization ?? "", certificate);
  }

  #refuse(error: unknown, requestId: string): RestResponse {
    const refusal = asServiceError(error);
    const detail = error instanceof Error ? error.message : String(error);
    this.#trace({ kind: "refused", rule: refusal.reason, detail });
    return {
      status: refusal.status,
      headers: { "iothub-errorcode": refusal.reason },
      body: restErrorBody(refusal, { trackingId: requestId, now: this.#core.clock.now() }),
    };
  }

  #send(outgoing: ServerResponse, response: RestResponse, requestId: string): void {
    const { status, headers = {}, body } = response;
    const content =
      body === undefined
        ? {}
        : {
            ...(typeof body === "string" && { "Content-Type": "application/json; charset=utf-8" }),
            "Content-Length": Buffer.byteLength(body),
          };
    outgoing.writeHead(status, { ...headers, ...content, "x-ms-request-id": requestId });
    outgoing.end(body);
  }
}

function asServiceError(error: unknown): ServiceError {
  if (error instanceof ServiceError) return error;
  // The conventions refuse names that are none.
  if (isPnpError(error, "PNP_USAGE")) return new ServiceError("ArgumentInvalid", error.message);
  return new ServiceError("ServerError", "The hub failed; its trace says more");
}

async function readBody(incoming: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of incoming as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size <= largestBody) chunks.push(chunk);
  }
  if (size > largestBody) {
    throw new ServiceError(
      "MessageTooLarge",
      `The request body has ${size} bytes; the hub takes at most ${largestBody}`,
    );
  }
  return Buffer.concat(chunks);
}

function pick(
  incoming: IncomingMessage,
  names: readonly string[],
): Readonly<Record<string, string>> {
  const found = names.flatMap((name) => {
    const value = incoming.headers[name];
    return typeof value === "string" ? [[name, value] as const] : [];
  });
  return Object.fromEntries(found);
}
