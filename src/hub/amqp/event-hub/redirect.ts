import type { LinkServer } from "../link.js";

const amqpPort = 5671;

/**
 * `/messages/events/…` on a hub connection: every link there is sent on to the Event Hubs-compatible endpoint, which
 * has a name of its own. That is how programs find it that have the hub's connection string only.
 */
export function createEventsRedirect(): LinkServer<"eventsRedirect"> {
  return {
    send(sender, { address, peer }) {
      const { core, hostName, localPort } = peer;
      const ownName = hostName.endsWith(".test") || localPort === undefined;
      const host = ownName ? core.eventHost : `${hostName || "localhost"}:${localPort}`;
      const port = ownName ? amqpPort : localPort;
      const endpoint = ownName ? `${host}:${amqpPort}` : host;
      sender.close({
        condition: "amqp:link:redirect",
        description: "The events of the hub are read from its Event Hubs-compatible endpoint",
        info: {
          hostname: host,
          "network-host": host,
          port,
          address: `amqps://${endpoint}/${core.hubName}/${address.rest || "$management"}`,
        },
      });
      return undefined;
    },
  };
}
