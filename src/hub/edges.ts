import type { Duplex } from "node:stream";
import type { AmqpEdge } from "./amqp/edge.js";
import { RestServer } from "./http/server.js";
import type { HubCore } from "./hub-core.js";
import type { Protocols } from "./listener.js";
import { MqttConnection } from "./mqtt/connection.js";
import { LastingSessions } from "./mqtt/lasting-sessions.js";
import { holdUntilCommitted } from "./store/commit-gate.js";
import type { HubTrace } from "./trace.js";
import { WebSocketEdge, type WebSocketProtocols } from "./websocket.js";

/** What is spoken on the hub's two kinds of port. */
export interface Edges {
  readonly tls: Protocols;
  /** For readers of events only, who could not do without TLS anywhere else. */
  readonly plain: Protocols;
  /** For the beginnings of clients; milliseconds. */
  readonly patience: number;
  close(): void;
}

/** Puts the protocols around a hub's core. */
export function createEdges(core: HubCore, trace: HubTrace): Edges {
  const lasting = new LastingSessions(core.store);
  // Loaded for the first who speaks it: many hubs meet nobody, and it takes longer to load than the other protocols.
  let amqp: Promise<AmqpEdge> | undefined;
  const overAmqp = (stream: Duplex, accept: (edge: AmqpEdge) => void): void => {
    amqp ??= import("./amqp/edge.js").then((loaded) => new loaded.AmqpEdge(core, trace));
    void amqp.then((edge) => {
      if (!stream.destroyed) accept(edge);
    });
  };
  const devices: WebSocketProtocols = {
    mqtt: (connection, certificate) =>
      void new MqttConnection(core, lasting, trace, connection, certificate),
    amqp: (connection, certificate, localPort?: number) =>
      overAmqp(connection, (edge) => edge.accept(connection, certificate, localPort)),
  };
  const rest = new RestServer(core, trace, new WebSocketEdge(devices, trace));
  const unknown = (firstBytes: string): void => {
    const began = `a connection began with ${JSON.stringify(firstBytes)}`;
    const detail = `${began}; the hub speaks HTTP, MQTT and AMQP, without TLS only AMQP`;
    trace({ kind: "refused", protocol: "tcp", operation: "connect", rule: "protocol", detail });
  };
  const distrusted = (reason: string): void => {
    const detail = `a client ended the connection at its TLS handshake: ${reason}`;
    trace({ kind: "refused", protocol: "tcp", operation: "connect", rule: "handshake", detail });
  };
  const { committed } = core.store;
  const gate: Pick<Protocols, "accepted"> = committed
    ? { accepted: (socket) => holdUntilCommitted(socket, committed) }
    : {};
  return {
    tls: {
      ...gate,
      ...devices,
      http: (connection, certificate) => rest.accept(connection, certificate),
      unknown,
      distrusted,
    },
    plain: {
      ...gate,
      amqp: (connection) => overAmqp(connection, (edge) => edge.acceptReader(connection)),
      unknown,
    },
    patience: core.patience,
    close: () => rest.close(),
  };
}
