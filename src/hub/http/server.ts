import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { Duplex } from "node:stream";
import { isPnpError } from "../../errors.js";
import { authorizeService } from "../access.js";
import { restErrorBody } from "../error-body.js";
import type { HubCore } from "../hub-core.js";
import { ServiceError } from "../service-error.js";
import type { HubTrace } from "../trace.js";
import { RestRequest } from "./request.js";
import type { RestResponse, Route } from "./route.js";
import { checkApiVersion, findRoute } from "./router.js";

const largestBody = 262_144;
const tracedHeaders = ["if-match", "content-type", "x-ms-max-item-count", "x-ms-continuation"];

/** The hub's REST edge. It listens nowhere: connections are handed to it. */
export class RestServer {
  readonly #server: Server;
  readonly #core: HubCore;
  readonly #trace: HubTrace;

  constructor(core: HubCore, trace: HubTrace) {
    this.#core = core;
    this.#trace = trace;
    this.#server = createServer((request, response) => void this.#serve(request, response));
    this.#server.on("clientError", (_error, socket) => socket.destroy());
    this.#server.on("upgrade", (_request, socket) => socket.destroy());
  }

  accept(connection: Duplex): void {
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
    const body = await readBody(incoming);
    const [pathname = "/", search = ""] = (incoming.url ?? "/").split("?", 2);
    const query = new URLSearchParams(search);
    const { route, params } = findRoute(incoming.method ?? "GET", pathname);
    traced.route = route;
    authorizeService(this.#core.access, incoming.headers.authorization, route.demand);
    traced.body = body;
    checkApiVersion(query.get("api-version"));
    return route.handle(this.#core, new RestRequest(params, query, incoming.headers, body));
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
            "Content-Type": "application/json; charset=utf-8",
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

async function readBody(incoming: IncomingMessage): Promise<string> {
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
  return Buffer.concat(chunks).toString("utf8");
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
