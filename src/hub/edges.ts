import { AmqpConnection } from "./amqp/connection.js";
import { createEventServers, createLinkServers } from "./amqp/servers.js";
import { RestServer } from "./http/server.js";
import type { HubCore } from "./hub-core.js";
import type { Protocols } from "./listener.js";
import { MqttConnection } from "./mqtt/connection.js";
import { LastingSessions } from "./mqtt/lasting-sessions.js";
import type { HubTrace } from "./trace.js";
import { WebSocketEdge, type WebSocketProtocols } from "./websocket.js";

/** What is spoken on the hub's two kinds of port. */
export interface Edges {
  readonly tls: Protocols;
  /** For readers of events only, who could not do without TLS anywhere else. */
  readonly plain: Protocols;
}

/** Puts the protocols around a hub's core. */
export function createEdges(core: HubCore, trace: HubTrace): Edges {
  const lasting = new LastingSessions();
  const events = createEventServers();
  const links = createLinkServers(events);
  const devices: WebSocketProtocols = {
    mqtt: (connection, certificate) =>
      void new MqttConnection(core, lasting, trace, connection, certificate),
    amqp: (connection, certificate, localPort?: number) =>
      void new AmqpConnection(core, links, trace, connection, { certificate, localPort }),
  };
  const rest = new RestServer(core, trace, new WebSocketEdge(devices, trace));
  const unknown = (firstBytes: string): void => {
    const began = `a connection began with ${JSON.stringify(firstBytes)}`;
    const detail = `${began}; the hub speaks HTTP, MQTT and AMQP, without TLS only AMQP`;
    trace({ kind: "refused", rule: "protocol", detail });
  };
  return {
    tls: {
      ...devices,
      http: (connection, certificate) => rest.accept(connection, certificate),
      unknown,
    },
    plain: {
      amqp: (connection) => void new AmqpConnection(core, events, trace, connection),
      unknown,
    },
  };
}
