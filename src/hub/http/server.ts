import type { X509Certificate } from "node:crypto";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { Duplex } from "node:stream";
import { isPnpError } from "../../errors.js";
import { authorizeDevice, authorizeService, type DeviceGrant, usableIdentity } from "../access.js";
import { bareHost } from "../bare-host.js";
import { restErrorBody } from "../error-body.js";
import type { HubCore } from "../hub-core.js";
import { ServiceError } from "../service-error.js";
import { type HubTrace, wantsTraffic } from "../trace.js";
import type { WebSocketEdge } from "../websocket.js";
import { askedBy } from "./asked-by.js";
import { BlobEndpoint } from "./blob-endpoint.js";
import { answerControl } from "./control.js";
import { refuseMalformed } from "./malformed.js";
import { answerProvisioning, provisioningRefusal, type TracedRequest } from "./provisioning.js";
import { RestRequest } from "./request.js";
import { readBody } from "./request-body.js";
import { requestTarget } from "./request-target.js";
import { jsonContentType, type RestResponse, type Route } from "./route.js";
import { operationOf } from "./route-operations.js";
import { checkApiVersion, findRoute } from "./router.js";
import { answerSignIn } from "./token-endpoint.js";

const tracedHeaders = ["if-match", "content-type", "x-ms-max-item-count", "x-ms-continuation"];

/** What shares the hub's port with it, told apart by the host that a request names. */
type OtherService = "control" | "blobs" | "signIn" | "provisioning";

/** The hub's REST edge. It listens nowhere: connections are handed to it. */
export class RestServer {
  readonly #server: Server;
  readonly #core: HubCore;
  readonly #trace: HubTrace;
  readonly #blobs: BlobEndpoint;
  readonly #otherServices: ReadonlyMap<string, OtherService>;
  readonly #certificates = new WeakMap<Duplex, X509Certificate>();

  constructor(core: HubCore, trace: HubTrace, webSockets: WebSocketEdge) {
    this.#core = core;
    this.#trace = trace;
    this.#blobs = new BlobEndpoint(core, trace);
    this.#otherServices = new Map([
      [core.control.host, "control"],
      [core.files.blobs.host, "blobs"],
      [core.signIn.host, "signIn"],
      [core.provisioning.host, "provisioning"],
    ]);
    const { patience } = core;
    const limits = {
      headersTimeout: patience,
      requestTimeout: patience * 10,
      connectionsCheckingInterval: Math.ceil(patience / 4),
    };
    this.#server = createServer(limits, (request, response) => this.#serve(request, response));
    // From here on Node watches the time of requests; it never listens itself.
    this.#server.emit("listening");
    this.#server.on("clientError", (error, socket) => refuseMalformed(error, socket, trace));
    this.#server.on("upgrade", (request, socket, head) =>
      webSockets.upgrade(request, socket, head, this.#certificates.get(socket)),
    );
  }

  /** Ends the watching. */
  close(): void {
    this.#server.close();
  }

  accept(connection: Duplex, certificate: X509Certificate | undefined): void {
    if (certificate) this.#certificates.set(connection, certificate);
    this.#server.emit("connection", connection);
    connection.resume();
  }

  #serve(incoming: IncomingMessage, outgoing: ServerResponse): void {
    const service = this.#otherService(incoming.headers.host);
    if (service === "control") {
      answerControl(this.#core, incoming, outgoing);
      return;
    }
    if (service === "blobs") {
      void this.#blobs.serve(incoming, outgoing);
      return;
    }
    const requestId = this.#core.ids.uuid();
    const traced: TracedRequest = { body: "" };
    const finish = (response: RestResponse): void => {
      this.#send(outgoing, response, requestId);
      this.#tell(incoming, traced, response);
    };
    const refuse = (error: unknown): void =>
      finish(this.#refuse(error, requestId, incoming, service));
    // Most requests have no body and most answers are there at once: a promise would cost them more than they do.
    let response: RestResponse | Promise<RestResponse>;
    try {
      const body = readBody(incoming);
      response =
        body instanceof Promise
          ? body.then((bytes) => this.#answer(incoming, bytes, traced, service))
          : this.#answer(incoming, body, traced, service);
    } catch (error) {
      refuse(error);
      return;
    }
    if (response instanceof Promise) response.then(finish, refuse);
    else finish(response);
  }

  /** Nothing for the hub itself, under any name that is none of the others'. */
  #otherService(host = ""): OtherService | undefined {
    return host === this.#core.hostName ? undefined : this.#otherServices.get(bareHost(host));
  }

  #tell(incoming: IncomingMessage, traced: TracedRequest, response: RestResponse): void {
    if (!wantsTraffic(this.#trace)) return;
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

  #answer(
    incoming: IncomingMessage,
    bytes: Buffer,
    traced: TracedRequest,
    service: OtherService | undefined,
  ): RestResponse | Promise<RestResponse> {
    const { pathname, search } = requestTarget(incoming);
    if (service === "signIn") {
      return answerSignIn(this.#core, {
        method: incoming.method ?? "GET",
        pathname,
        body: bytes.toString("utf8"),
      });
    }
    if (service === "provisioning") {
      const certificate = this.#certificates.get(incoming.socket);
      return answerProvisioning(this.#core, incoming, bytes, certificate, traced);
    }
    const { route, params } = findRoute(incoming.method ?? "GET", pathname);
    traced.route = route;
    const request = new RestRequest(params, search, incoming.headers, bytes, incoming.rawHeaders);
    const device = this.#authorize(route, request, incoming.socket);
    traced.body = request.body;
    checkApiVersion(request.apiVersion);
    const { throttles } = this.#core;
    const operation = throttles && operationOf(route);
    if (operation) throttles?.admit(operation, bytes.length);
    return route.handle(this.#core, request, device);
  }

  #authorize({ demand }: Route, request: RestRequest, connection: Duplex): DeviceGrant | undefined {
    const { access } = this.#core;
    const authorization = request.header("authorization");
    if (demand !== "device") {
      authorizeService(access, authorization, demand);
      return undefined;
    }
    // Over HTTP, and there only, the service says so before it looks at the proof.
    const unusable = usableIdentity(access.registry, request.target);
    if (typeof unusable === "string") throw new ServiceError("DeviceNotFound", unusable);
    const certificate = this.#certificates.get(connection);
    return authorizeDevice(access, request.target, authorization ?? "", certificate);
  }

  #refuse(
    error: unknown,
    requestId: string,
    incoming: IncomingMessage,
    service: OtherService | undefined,
  ): RestResponse {
    const refusal = asServiceError(error);
    const detail = error instanceof Error ? error.message : String(error);
    this.#trace({
      kind: "refused",
      protocol: "http",
      ...askedBy(incoming),
      rule: refusal.reason,
      detail,
    });
    const occasion = { trackingId: requestId, now: this.#core.clock.now() };
    if (service === "provisioning") return provisioningRefusal(refusal, occasion);
    return {
      status: refusal.status,
      headers: { "iothub-errorcode": refusal.reason },
      body: restErrorBody(refusal, occasion),
    };
  }

  #send(outgoing: ServerResponse, response: RestResponse, requestId: string): void {
    const { status, headers, body } = response;
    // Names and values in turn: Node takes them as they are.
    const sent: string[] = [];
    for (const name in headers) sent.push(name, headers[name] ?? "");
    if (typeof body === "string") sent.push("Content-Type", jsonContentType);
    if (body !== undefined) sent.push("Content-Length", String(Buffer.byteLength(body)));
    // As the service does: a client that is throttled has to begin anew.
    if (status === 429) sent.push("Connection", "close");
    sent.push("x-ms-request-id", requestId);
    outgoing.writeHead(status, sent);
    outgoing.end(body);
  }
}

function asServiceError(error: unknown): ServiceError {
  if (error instanceof ServiceError) return error;
  // The conventions refuse names that are none.
  if (isPnpError(error, "PNP_USAGE")) return new ServiceError("ArgumentInvalid", error.message);
  return new ServiceError("ServerError", "The hub failed; its trace says more");
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
