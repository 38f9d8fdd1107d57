import rhea, { type Message } from "rhea";
import { detailErrorBody } from "../error-body.js";
import { parseExactJson } from "../exact-json.js";
import { ServiceError } from "../service-error.js";
import type { Operation } from "../throttles/operations.js";
import { ThrottledWork } from "../throttles/throttled-work.js";
import { deviceTwinDocument } from "../twin-document.js";
import { openWindow } from "./credit.js";
import type { DeviceSession } from "./device-session.js";
import type { DeviceSessions } from "./device-sessions.js";
import type { AmqpPeer, LinkServer } from "./link.js";
import { bodyBytes, fieldMap, fieldText, idText } from "./message-fields.js";
import { Outbox } from "./outbox.js";

const requestsAhead = 100;
const reported = "/properties/reported";
const desiredChanges = "/notifications/twin/properties/desired";

/** `/devices/{d}[/modules/{m}]/twin`: requests come in, answers and desired changes go out. */
export function createDeviceTwin(sessions: DeviceSessions): LinkServer<"deviceTwin"> {
  return {
    send(sender, attachment) {
      const session = sessions.of(attachment);
      const channel = channelOf(sender);
      const outbox = new Outbox(sender, attachment.peer.trace);
      session.twins.set(channel, outbox);
      return () => {
        if (session.twins.get(channel) === outbox) session.twins.delete(channel);
        session.desired.delete(outbox);
      };
    },
    receive(receiver, attachment) {
      const { peer } = attachment;
      const { throttles, clock } = peer.core;
      const throttled = throttles && new ThrottledWork(throttles, clock);
      const session = sessions.of(attachment);
      const channel = channelOf(receiver);
      receiver.on("message", ({ message, delivery }) => {
        if (!message || !delivery) return;
        peer.core.sessions.touch(session.target);
        const outbox = session.twins.get(channel);
        if (!outbox) {
          const description = `no link reads the answers of the channel ${JSON.stringify(channel)}`;
          delivery.reject({ condition: "amqp:not-found", description });
          return;
        }
        delivery.accept();
        const respond = (find: () => TwinAnswer): void =>
          outbox.put(answer(peer, session, message, find));
        const work = (): void => respond(() => handle(peer, session, outbox, message));
        try {
          // Refused request by request: Node's SDK breaks when the links themselves are refused.
          throttles?.checkTier("twinRead");
          const counted = countedAs(message);
          if (throttled && counted) throttled.run(counted, bodyBytes(message.body).length, work);
          else work();
        } catch (error) {
          respond(() => {
            throw error;
          });
        }
      });
      openWindow(receiver, requestsAhead);
      return () => throttled?.end();
    },
  };
}

/** What joins the two links of a client. Without it a client has one of each. */
function channelOf(link: { readonly properties?: unknown }): string {
  return fieldText(fieldMap(link.properties)["com.microsoft:channel-correlation-id"]) ?? "";
}

interface TwinAnswer {
  readonly status: number;
  /** JSON text; empty for none. */
  readonly body: string;
  /** The reported `$version` after a report. */
  readonly version?: number;
}

/** What a request counts as. To begin and to end with changes costs nothing. */
function countedAs(message: Message): Operation | undefined {
  const operation = fieldText(fieldMap(message.message_annotations).operation);
  if (operation === "GET") return "twinRead";
  return operation === "PATCH" ? "twinUpdate" : undefined;
}

function answer(
  peer: AmqpPeer,
  session: DeviceSession,
  message: Message,
  find: () => TwinAnswer,
): Message {
  try {
    return answerMessage(message, find());
  } catch (error) {
    if (!(error instanceof ServiceError)) throw error;
    peer.refused(error, operationOf(message), session.target);
    const occasion = { trackingId: peer.core.ids.uuid(), now: peer.core.clock.now() };
    // Clients parse the body of an error.
    const body = detailErrorBody(error, occasion);
    return answerMessage(message, { status: error.status, body });
  }
}

function operationOf(message: Message): string {
  const { operation, resource } = fieldMap(message.message_annotations);
  return `twin ${fieldText(operation) ?? ""} ${fieldText(resource) ?? ""}`.trimEnd();
}

function handle(
  { core }: AmqpPeer,
  session: DeviceSession,
  outbox: Outbox,
  message: Message,
): TwinAnswer {
  const annotations = fieldMap(message.message_annotations);
  const operation = fieldText(annotations.operation) ?? "";
  const resource = fieldText(annotations.resource) ?? "";
  if (operation === "GET") {
    return {
      status: 200,
      body: JSON.stringify(deviceTwinDocument(core.twins.get(session.target))),
    };
  }
  if (operation === "PATCH" && resource === reported) {
    const text = bodyBytes(message.body).toString("utf8");
    const patch = parseExactJson(text, "The reported patch");
    const twin = core.twins.report(session.target, patch);
    return { status: 204, body: "", version: twin.reported.version };
  }
  if (operation === "PUT" && resource === desiredChanges) {
    session.desired.add(outbox);
    return { status: 200, body: "" };
  }
  if (operation === "DELETE" && resource === desiredChanges) {
    session.desired.delete(outbox);
    return { status: 200, body: "" };
  }
  throw new ServiceError(
    "ArgumentInvalid",
    `The twin has no operation ${JSON.stringify(operation)} on ${JSON.stringify(resource)}`,
  );
}

function answerMessage(request: Message, { status, body, version }: TwinAnswer): Message {
  const id = idText(request.correlation_id);
  return {
    // As text even where the request had a uuid: Node looks its requests up by the text.
    ...(id === undefined ? {} : { correlation_id: id }),
    message_annotations: {
      status: rhea.types.wrap_int(status),
      ...(version === undefined ? {} : { version: rhea.types.wrap_long(version) }),
    },
    body: rhea.message.data_section(Buffer.from(body)),
  };
}
