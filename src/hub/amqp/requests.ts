import rhea, { type Message, type Receiver, type Sender } from "rhea";
import { openWindow } from "./credit.js";
import type { LinkEnd } from "./link.js";

/** A request to one of the nodes that answer: `$cbs`, `$management`. */
export interface NodeRequest {
  readonly operation: string;
  /** Application properties. */
  readonly properties: Readonly<Record<string, unknown>>;
  readonly body: unknown;
}

/** What a node answers. */
export interface NodeAnswer {
  readonly status: number;
  readonly description: string;
  /** A map, sent as an AMQP value; absent: no body. */
  readonly body?: object;
}

const requestsAhead = 100;

/** Answers the requests that come on a link, each on the link of the same session that it asks for. */
export function serveRequests(
  receiver: Receiver,
  node: string,
  answer: (request: NodeRequest) => NodeAnswer,
): LinkEnd | undefined {
  openWindow(receiver, requestsAhead);
  receiver.on("message", ({ message, delivery }: { message: Message; delivery: Delivery }) => {
    const reply = findReplyLink(receiver, message.reply_to, node);
    if (!reply) {
      const description = `there is no link to answer on: reply-to is ${String(message.reply_to)}`;
      delivery.reject({ condition: "amqp:not-found", description });
      return;
    }
    delivery.accept();
    const properties: Readonly<Record<string, unknown>> = message.application_properties ?? {};
    const { status, description, body } = answer({
      operation: String(properties.operation),
      properties,
      body: message.body,
    });
    reply.send({
      ...(message.message_id === undefined ? {} : { correlation_id: message.message_id }),
      application_properties: {
        // An AMQP int: clients compare it with numbers of that type.
        "status-code": rhea.types.wrap_int(status),
        "status-description": description,
      },
      body,
    });
  });
  return undefined;
}

type Delivery = NonNullable<import("rhea").EventContext["delivery"]>;

/**
 * First the link that is called like the reply address or has it as target (Event Hubs clients); else the one
 * that reads from the node (IoT Hub clients all name the same constant).
 */
function findReplyLink(receiver: Receiver, replyTo: unknown, node: string): Sender | undefined {
  const { session } = receiver;
  return (
    session.find_sender(
      (link: Sender) => link.name === replyTo || link.target?.address === replyTo,
    ) ?? session.find_sender((link: Sender) => String(link.source?.address).toLowerCase() === node)
  );
}
