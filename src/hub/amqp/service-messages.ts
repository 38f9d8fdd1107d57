import type { Message } from "rhea";
import { type AckWish, isAckWish, type NewDeviceMessage } from "../device-message.js";
import type { HubCore } from "../hub-core.js";
import { ServiceError } from "../service-error.js";
import { ThrottledWork } from "../throttles/throttled-work.js";
import { parseAddress } from "./addresses.js";
import { amqpProblem } from "./conditions.js";
import { openWindow } from "./credit.js";
import type { LinkServer } from "./link.js";
import { bodyBytes, fieldMap, fieldText, idText, propertyText } from "./message-fields.js";
import { traceTransfer } from "./transfer-trace.js";

const ackProperty = "iothub-ack";

/** `/messages/devicebound`: services send cloud-to-device messages; `to` says which device. */
export const serviceMessagesServer: LinkServer<"serviceMessages"> = {
  receive(receiver, { peer }) {
    const { throttles, clock } = peer.core;
    const throttled = throttles && new ThrottledWork(throttles, clock);
    receiver.on("message", ({ message, delivery }) => {
      if (!message || !delivery) return;
      traceTransfer(peer.trace, receiver, message);
      const refuse = (error: unknown): void => {
        const refusal =
          error instanceof ServiceError
            ? error
            : new ServiceError("ServerError", "The hub failed to read the message");
        peer.refused(refusal, `send to ${String(message.to)}`);
        delivery.reject(amqpProblem(refusal));
      };
      const attempt = (work: () => void): void => {
        try {
          work();
        } catch (error) {
          refuse(error);
        }
      };
      const work = (): void =>
        attempt(() => {
          enqueue(peer.core, message);
          delivery.accept();
        });
      if (!throttled) work();
      else attempt(() => throttled.run("messageToDevice", bodyBytes(message.body).length, work));
    });
    openWindow(receiver, 100);
    return () => throttled?.end();
  },
};

function enqueue(core: HubCore, message: Message): void {
  const to = parseAddress(String(message.to ?? ""));
  if (to?.kind !== "deviceMessages" || to.target.moduleId !== undefined) {
    throw new ServiceError(
      "ArgumentInvalid",
      `The message is for ${JSON.stringify(message.to ?? null)}; expected /devices/{id}/messages/devicebound`,
    );
  }
  core.deviceMessages.send(to.target.deviceId, readMessage(message));
}

function readMessage(message: Message): NewDeviceMessage {
  const { [ackProperty]: ack, ...properties } = fieldMap(message.application_properties);
  const fields = {
    messageId: idText(message.message_id),
    correlationId: idText(message.correlation_id),
    userId: Buffer.isBuffer(message.user_id) ? message.user_id.toString("utf8") : undefined,
    contentType: fieldText(message.content_type),
    contentEncoding: fieldText(message.content_encoding),
    expiry: readTime(message.absolute_expiry_time),
    ack: readAck(ack),
  };
  const given = Object.entries(fields).filter(([, value]) => value !== undefined);
  return {
    ...(Object.fromEntries(given) as Omit<NewDeviceMessage, "body" | "properties">),
    body: bodyBytes(message.body),
    properties: Object.fromEntries(
      Object.entries(properties).map(([name, value]) => [name, propertyText(value)]),
    ),
  };
}

function readTime(value: unknown): Date | undefined {
  if (value === undefined || value === null) return undefined;
  return value instanceof Date ? value : new Date(Number(value));
}

function readAck(value: unknown): AckWish | undefined {
  const text = fieldText(value)?.toLowerCase();
  if (text === undefined || isAckWish(text)) return text;
  throw new ServiceError("ArgumentInvalid", `${ackProperty} is ${JSON.stringify(text)}`);
}
