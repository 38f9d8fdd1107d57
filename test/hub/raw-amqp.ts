import rhea, { type Connection, type EventContext, type Message, type Receiver } from "rhea";
import { onTestFinished } from "vitest";
import type { Hub } from "../../src/hub/index.js";

/** A plain AMQP client, connected to the hub, without a SASL layer unless it has a user name; closed with the test. */
export function rawAmqp(hub: Hub, options: object = {}): Connection {
  const container = rhea.create_container();
  // Without a listener a lost connection would be an uncaught error.
  for (const event of ["error", "disconnected", "session_error"]) container.on(event, () => {});
  const connection = container.connect({
    transport: "tls",
    host: hub.hostName,
    port: 5671,
    hostname: hub.hostName,
    servername: hub.hostName,
    reconnect: false,
    ...options,
  });
  onTestFinished(() => connection.close());
  return connection;
}

/** The next event of a kind on a connection or link. */
export function next(
  emitter: { once(name: string, listener: (context: EventContext) => void): unknown },
  name: string,
): Promise<EventContext> {
  return new Promise((resolve) => void emitter.once(name, resolve));
}

/** Attaches a receiver and answers why the hub detached it. */
export async function detachOf(connection: Connection, address: string): Promise<unknown> {
  const receiver = connection.open_receiver({ source: address, credit_window: 0 });
  await next(receiver, "receiver_error");
  return receiver.error;
}

/** Shows a token; answers the status. */
export async function putToken(connection: Connection, token: string): Promise<number> {
  const sender = connection.open_sender({ target: "$cbs" });
  const receiver: Receiver = connection.open_receiver({ source: "$cbs" });
  await next(sender, "sendable");
  const request: Message = {
    to: "$cbs",
    reply_to: "cbs",
    message_id: "1",
    body: token,
    application_properties: {
      operation: "put-token",
      type: "servicebus.windows.net:sastoken",
      name: "any",
    },
  };
  sender.send(request);
  const { message } = await next(receiver, "message");
  sender.close();
  receiver.close();
  await next(receiver, "receiver_close");
  return message?.application_properties?.["status-code"];
}
