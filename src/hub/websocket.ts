import type { X509Certificate } from "node:crypto";
import type { IncomingMessage } from "node:http";
import type { Duplex } from "node:stream";
import { createWebSocketStream, type ServerOptions, type WebSocket, WebSocketServer } from "ws";
import { requestTarget } from "./http/request-target.js";
import type { HubTrace } from "./trace.js";

/** What takes over the bytes inside a WebSocket, by the subprotocol the client asked for. */
export interface WebSocketProtocols {
  mqtt(connection: Duplex, certificate: X509Certificate | undefined): void;
  amqp(connection: Duplex, certificate: X509Certificate | undefined): void;
}

/** By path: the subprotocols offered there, in lower case, and what they carry. */
const offers: ReadonlyMap<string, ReadonlyMap<string, keyof WebSocketProtocols>> = new Map([
  [
    "/$iothub/websocket",
    new Map([
      ["mqtt", "mqtt"],
      ["amqpwsb10", "amqp"],
    ]),
  ],
  ["/$servicebus/websocket", new Map([["amqpwsb10", "amqp"]])],
]);

/** Above the largest MQTT packet, AMQP frame and batch of messages the hub takes. */
const largestFrame = 1_048_576;
const unsupportedData = 1003;
/** So long a client may take to confirm the end; milliseconds. */
const goodbyeWithin = 2000;

/** MQTT and AMQP inside WebSockets, for clients that get through on port 443 only. */
export class WebSocketEdge {
  readonly #server: WebSocketServer;
  readonly #protocols: WebSocketProtocols;
  readonly #trace: HubTrace;

  constructor(protocols: WebSocketProtocols, trace: HubTrace) {
    this.#protocols = protocols;
    this.#trace = trace;
    // The last is missing in the package of types.
    const options: ServerOptions & { readonly closeTimeout: number } = {
      noServer: true,
      clientTracking: false,
      perMessageDeflate: false,
      maxPayload: largestFrame,
      closeTimeout: goodbyeWithin,
      handleProtocols: (asked, request) => choose(request, asked)?.name ?? false,
    };
    this.#server = new WebSocketServer(options);
    this.#server.on("wsClientError", (error, connection) => this.#deny(connection, error.message));
  }

  /** Takes over a connection whose HTTP request asked for it; a wrong path or subprotocol is answered and cut. */
  upgrade(
    request: IncomingMessage,
    connection: Duplex,
    head: Buffer,
    certificate: X509Certificate | undefined,
  ): void {
    connection.on("error", () => connection.destroy());
    const asked = (request.headers["sec-websocket-protocol"] ?? "").split(/\s*,\s*/);
    const chosen = choose(request, asked);
    if (!chosen) {
      const wanted = JSON.stringify(asked);
      this.#deny(
        connection,
        `${requestTarget(request).pathname} does not offer the subprotocol ${wanted}`,
      );
      return;
    }
    this.#server.handleUpgrade(request, connection, head, (socket) =>
      this.#protocols[chosen.carries](this.#streamOf(socket), certificate),
    );
  }

  /** The bytes of the binary frames; their borders mean nothing. */
  #streamOf(socket: WebSocket): Duplex {
    socket.on("message", (_data, isBinary) => {
      if (isBinary) return;
      this.#refuse("a text frame; MQTT and AMQP travel in binary ones");
      socket.close(unsupportedData);
    });
    // Frames that make no sense end the connection; there is nothing else to do about them.
    socket.on("error", (error) => this.#refuse(error.message));
    const stream = createWebSocketStream(socket);
    stream.on("error", () => stream.destroy());
    return stream;
  }

  #deny(connection: Duplex, detail: string): void {
    this.#refuse(detail);
    connection.end("HTTP/1.1 400 Bad Request\r\nConnection: close\r\nContent-Length: 0\r\n\r\n");
  }

  #refuse(detail: string): void {
    this.#trace({
      kind: "refused",
      protocol: "websocket",
      operation: "upgrade",
      rule: "webSocket",
      detail,
    });
  }
}

interface Choice {
  /** As the client wrote it: it wants the same letters back. */
  readonly name: string;
  readonly carries: keyof WebSocketProtocols;
}

function choose(request: IncomingMessage, asked: Iterable<string>): Choice | undefined {
  // Some SDKs add a query; it means nothing here.
  const offered = offers.get(requestTarget(request).pathname.toLowerCase());
  for (const name of asked) {
    const carries = offered?.get(name.toLowerCase());
    if (carries) return { name, carries };
  }
  return undefined;
}
